//! Messages: who wrote what to whom, and when. Source: `formats/cometchat.md` 2.4, 8 (13 to 17, 31 to 39, 52, 74).

use super::people::{Details, Reference, look_up, refer, unknown, what};
use super::{disorder, hold, keys, note, quoted, time};
use crate::codes::Code;
use crate::finding::{Basis, Severity};
use crate::index::{Fingerprint, IdKind, Later, pair};
use crate::platform::api::migration::Migration;
use crate::platform::api::rules::value;
use crate::platform::cometchat::tables::{
    MESSAGE, OWNER_DETAILS_UID, RECEIVER_DETAILS_GUID, RECEIVER_DETAILS_OWNER, RECEIVER_DETAILS_UID, SENDER_DETAILS_UID,
};
use crate::platform::cometchat::{BANNED, CometChat, GROUPS, MEMBERS, MESSAGES, PEOPLED, USERS};
use crate::table::draft::Draft;

const SENDER: usize = MESSAGE.field("sender");
const RECEIVER: usize = MESSAGE.field("receiver");
const RECEIVER_TYPE: usize = MESSAGE.field("receiverType");
const SENT_AT: usize = MESSAGE.field("sentAt");

const THE_SENDER: Reference = Reference {
    id: SENDER,
    name: "sender",
    kind: USERS,
    details: Some(Details {
        object: MESSAGE.field("senderUserDetails"),
        id: SENDER_DETAILS_UID,
        name: "senderUserDetails.uid",
    }),
};
const THE_USER: Reference = Reference {
    id: RECEIVER,
    name: "receiver",
    kind: USERS,
    details: Some(Details {
        object: MESSAGE.field("receiverUserDetails"),
        id: RECEIVER_DETAILS_UID,
        name: "receiverUserDetails.uid",
    }),
};
const THE_GROUP: Reference = Reference {
    id: RECEIVER,
    name: "receiver",
    kind: GROUPS,
    details: Some(Details {
        object: MESSAGE.field("receiverGroupDetails"),
        id: RECEIVER_DETAILS_GUID,
        name: "receiverGroupDetails.guid",
    }),
};
const THE_OWNER: Reference = Reference {
    id: RECEIVER_DETAILS_OWNER,
    name: "receiverGroupDetails.owner",
    kind: USERS,
    details: Some(Details {
        object: MESSAGE.field("receiverGroupOwnerDetails"),
        id: OWNER_DETAILS_UID,
        name: "receiverGroupOwnerDetails.uid",
    }),
};

impl CometChat {
    pub(in crate::platform::cometchat) fn message(&mut self, migration: &mut Migration, bytes: &[u8]) {
        const MUID: usize = MESSAGE.field("muid");
        keys::key_is_id(migration, bytes, MUID, false);
        keys::define(migration, bytes, MESSAGES, MUID, Basis::Documented);
        let sent = self.times(migration);
        people(migration, bytes, sent);
        super::content::content(migration, bytes);
        super::mentions::mentions(migration, bytes);
    }

    /// When it was sent, if it says so.
    fn times(&mut self, migration: &mut Migration) -> Option<i64> {
        const DELIVERED_AT: usize = MESSAGE.field("deliveredAt");
        const READ_AT: usize = MESSAGE.field("readAt");
        migration.sent(SENT_AT);
        let sent = time(migration, SENT_AT);
        let (delivered, read) = (time(migration, DELIVERED_AT), time(migration, READ_AT));
        if delivered < sent && delivered.is_some() {
            disorder(migration, DELIVERED_AT, "sentAt");
        }
        let (earlier, name) = if delivered.is_some() { (delivered, "deliveredAt") } else { (sent, "sentAt") };
        if read < earlier && read.is_some() {
            disorder(migration, READ_AT, name);
        }
        let sent = sent?;
        if let Some(wall) = &self.wall {
            wall.hold(migration, SENT_AT, sent);
        }
        migration.future(SENT_AT, Severity::Warning);
        if self.order.steps_back(sent) {
            steps_back(migration);
        }
        Some(sent)
    }
}

#[cold]
fn steps_back(migration: &mut Migration) {
    let words = "lies before that of the message in front of it; CometChat wants messages oldest first";
    let draft = migration.about(Code::WrongOrder, Severity::Warning, Basis::Documented, SENT_AT, words);
    migration.say(draft.help("sort the messages by sentAt; it is told once for each request"));
}

/// Sender, receiver, and what they are to each other.
fn people(migration: &mut Migration, bytes: &[u8], sent: Option<i64>) {
    let sender = refer(migration, bytes, THE_SENDER);
    if migration.is_text(bytes, RECEIVER_TYPE, b"group") {
        let group = receiver(migration, bytes, THE_GROUP, USERS);
        refer(migration, bytes, THE_OWNER);
        if let (Some(group), Some(sender)) = (group, sender) {
            membership(migration, bytes, group, sender, sent);
        }
    } else if migration.is_text(bytes, RECEIVER_TYPE, b"user") {
        let receiver = receiver(migration, bytes, THE_USER, GROUPS);
        if receiver.is_some() && receiver == sender {
            self_chat(migration);
        }
    }
}

/// The receiver, who has to be what `receiverType` says; `other` is what it might be instead.
fn receiver(migration: &mut Migration, bytes: &[u8], reference: Reference, other: IdKind) -> Option<Fingerprint> {
    let target = look_up(migration, bytes, reference)?;
    let (kind, key) = (reference.kind, target.key);
    // Nearly always it is there already: one look is enough.
    if target.elsewhere && !migration.ids.is_defined(kind, key) {
        let is_other = !migration.ids.exists(kind, key) && migration.ids.refer_if(kind, key, (other, key));
        let is_unknown = migration.ids.refer(kind, key);
        if is_other {
            receiver_is_other(migration, bytes, reference, other);
        } else if is_unknown {
            unknown(migration, bytes, reference, target.span);
        }
    }
    Some(key)
}

#[cold]
fn receiver_is_other(migration: &mut Migration, bytes: &[u8], reference: Reference, other: IdKind) {
    let (wanted, other) = (reference.what(), what(other));
    let id = migration.text(RECEIVER).map(|span| value(bytes, span)).unwrap_or_default();
    let words = ["is ", &quoted(&id), ", which is a ", other, "; receiverType says it is a ", wanted].concat();
    let mut draft = migration.about(Code::UnknownReference, Severity::Error, Basis::Observed, RECEIVER, &words);
    draft.cause.value = String::from_utf8_lossy(&id).into_owned();
    wanted.clone_into(&mut draft.cause.owner);
    migration.say_late(draft.help(&["write \"", other, "\" as the receiverType"].concat()));
}

#[cold]
fn self_chat(migration: &mut Migration) {
    let words = "is the sender as well";
    let draft = migration.about(Code::CometChatSelfChat, Severity::Warning, Basis::Inferred, RECEIVER, words);
    migration.say(draft.help("leave such messages out, or send them to a group of one"));
}

/// Whether the sender is in the group, and was when the message was sent. Whether CometChat looks at that is not known.
fn membership(migration: &mut Migration, bytes: &[u8], group: Fingerprint, sender: Fingerprint, sent: Option<i64>) {
    let key = pair(group, sender);
    let later = Later { kind: MEMBERS, key, value: sent.map_or(BANNED - 1, note) };
    let found = migration.ids.note(MEMBERS, key);
    if found.is_none() && migration.ids.refer_if(MEMBERS, key, (PEOPLED, group)) {
        let draft = outsider(migration, bytes, "is no member of the group", "add the member, or another sender");
        migration.say_late(draft);
    } else if let Some(note) = hold(migration, later, found) {
        let draft = if note == BANNED {
            outsider(migration, bytes, "is banned from the group", "ban the member after the import, if need be")
        } else {
            let help = "give the member an earlier joinedAt; the group's createdAt is the earliest";
            outsider(migration, bytes, "joined the group after the message was sent", help)
        };
        migration.say_late(draft);
    }
}

#[cold]
fn outsider(migration: &Migration, bytes: &[u8], words: &str, help: &str) -> Box<Draft> {
    let id = migration.text(SENDER).map(|span| quoted(&value(bytes, span))).unwrap_or_default();
    let words = [&id, " ", words].concat();
    migration.about(Code::CometChatNotAMember, Severity::Warning, Basis::Inferred, SENDER, &words).help(help)
}
