// Small histories of TalkJS, for tests of conversions.

export const NOW = { now: '2024-06-01T00:00:00Z' };
export const TALK = { ...NOW, to: 'talkjs' };
export const line = (method, path, body) => `${JSON.stringify({ method, path, body })}\n`;
export const users = (...ids) => line('PUT', '/v1/{appId}/users', Object.fromEntries(ids.map((id) => [id, { name: id }])));
export const room = (id, ...people) => line('PUT', `/v1/{appId}/conversations/${id}`, { participants: people });
export const messages = (id, sender, ...texts) =>
  line('POST', `/v1/{appId}/import/conversations/${id}/messages`, texts.map((text, index) => ({ text, sender, timestamp: 1700000000000 + index, type: 'UserMessage', readBy: [] })));
export const good = users('ann', 'bob') + room('r1', 'ann', 'bob') + messages('r1', 'ann', 'one', 'two');
export const broken = `${users('ann')}{"method":\n`;
