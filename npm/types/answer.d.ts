// What the platform would answer.

/**
 * What the platform would answer: one text where it takes one file (Stream), else a reply to each file (ChatKitty) or
 * request (Sendbird, CometChat, TalkJS) that has errors. Which it is can be asked with `"text" in answer`.
 */
export type Answer = TextAnswer | FileAnswers | RequestAnswers;

/** One answer to all of the input. */
export interface TextAnswer extends AnswerText {
  /** Errors left out because of `maxFindings`. */
  omitted: number;
}

/** The replies to files that have errors, in their order. */
export interface FileAnswers {
  files: FileAnswer[];
  /** Replies left out because of `maxFindings`. */
  omitted: number;
}

/** The replies to requests that have errors, in their order. */
export interface RequestAnswers {
  requests: RequestAnswer[];
  /** Replies left out because of `maxFindings`. */
  omitted: number;
}

/** The reply to one file. */
export interface FileAnswer extends AnswerText {
  /** Index into `report.sources`. */
  source: number;
  /** The HTTP status. */
  status: number;
}

/** The reply to one request. */
export interface RequestAnswer extends AnswerText {
  method: string;
  /** With placeholders such as `{appId}` where the input does not say more. */
  path: string;
  /** Index into `report.sources`. */
  source: number;
  /** How many things the request carries. */
  items: number;
  /** The HTTP status. */
  status: number;
  /** Of a request that is refused as a whole: the keys of those of its things that are imported all the same. */
  imported?: string[];
}

/** The body of an answer. */
export interface AnswerText {
  /** Whether any of it is our guess: codes are dependable then, sentences are hints. */
  predicted: boolean;
  /** The exact JSON; empty where the body is. */
  text: string;
  /**
   * `text`, parsed; `null` where it is empty. Numbers beyond 2^53 and the order of integer-like keys are kept in `text`
   * only.
   */
  body: unknown;
}
