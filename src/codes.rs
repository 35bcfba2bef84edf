//! The registry of finding codes: the one place that says which there are and what they mean.

use serde::Serialize;

/// One row of the registry: what a code means, for people.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Rule {
    /// The code.
    pub code: Code,
    /// The pattern in a few words.
    pub title: &'static str,
    /// What was found.
    pub what: &'static str,
    /// Why the platform cares.
    pub why: &'static str,
    /// An input that gets the finding.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
    /// Where to read on.
    pub url: &'static str,
}

macro_rules! registry {
    ($($name:ident $slug:literal $title:literal
        what $what:literal why $why:literal bad $bad:literal good $good:literal url $url:expr;)*) => {
        /// The name of a finding's pattern. Stable: a release renames none and gives none a new meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// The kebab-case name that reports, options and pages use.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }
        }

        /// All codes, in the order in which reports count them.
        pub(crate) const ALL: [Code; COUNT] = [$(Code::$name),*];

        /// How many codes there are.
        pub(crate) const COUNT: usize = [$(Code::$name),*].len();

        const RULES: [Rule; COUNT] = [$(Rule {
            code: Code::$name, title: $title, what: $what, why: $why, bad: $bad, good: $good, url: $url,
        }),*];
    };
}

/// All rules, in the order in which reports count them.
///
/// Nothing else refers to their texts: what does not call this, as the wasm, does not carry them.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

const JSON: &str = "https://www.rfc-editor.org/rfc/rfc8259";
const JSON_LINES: &str = "https://jsonlines.org/";
const RFC3339: &str = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6";
pub(crate) const STREAM: &str = "https://getstream.io/chat/docs/node/import/";
pub(crate) const CHATKITTY: &str = "https://chatkitty.com/docs/concepts/imports";
pub(crate) const SENDBIRD: &str = "https://sendbird.com/docs/chat/platform-api/v3/message/migration/migrate-messages";
const STREAM_CLI: &str = "https://getstream.github.io/stream-cli/imports.html";
const SENDBIRD_CHANNEL: &str =
    "https://sendbird.com/docs/chat/v3/platform-api/channel/creating-a-channel/create-a-group-channel";
pub(crate) const TALKJS: &str = "https://talkjs.com/docs/Reference/REST_API/Importing_Messages/";
const SENDBIRD_USER: &str = "https://sendbird.com/docs/chat/platform-api/v3/user/managing-users/update-a-user";
const COMETCHAT: &str = "https://www.cometchat.com/docs/articles/properties-and-constraints";
pub(crate) const COMETCHAT_IMPORT: &str = "https://www.cometchat.com/docs/fundamentals/import-historical-data";
const COMETCHAT_LIMITS: &str =
    "https://www.cometchat.com/docs/rest-api/data-migration-constraints-rate-limits-and-errors";
const COMETCHAT_SKILLS: &str = "https://www.cometchat.com/docs/fundamentals/migrate-with-skills";

registry! {
    UnknownFormat "unknown-format" "unknown format"
        what "The document is no import file of any platform that is known here."
        why "Nothing in it can be checked, and no platform would take it."
        bad "name,email\nAnn,ann@example.com" good r#"{"type":"user","data":{"id":"ann"}}"# url STREAM;
    ExportNotImport "export-not-import" "export instead of an import"
        what "The document came out of a platform; it was not made for importing."
        why "Exports and imports have different shapes. An export has to be converted first."
        bad r#"{"channels":[{"channel":{"id":"general"},"messages":[]}]}"#
        good r#"{"type":"channel","data":{"id":"general","type":"messaging","created_by":"ann"}}"# url STREAM;
    EmptyInput "empty-input" "empty input"
        what "There is no byte, or nothing but white space."
        why "An upload of nothing fails, after the wait."
        bad "" good r#"{"type":"user","data":{"id":"ann"}}"# url STREAM;
    NoItems "no-items" "no items"
        what "The document is well formed and holds no item."
        why "An import of nothing is hardly what was meant."
        bad "[]" good r#"[{"type":"user","item":{"id":"ann"}}]"# url STREAM;
    BadGzip "bad-gzip" "damaged gzip"
        what "The compressed file is cut short, has a wrong checksum, or has other bytes behind it."
        why "What could be decompressed was checked; the rest is lost."
        bad "a .gz file of which the end is missing" good "the file, compressed again" url "https://www.rfc-editor.org/rfc/rfc1952";
    BadZip "bad-zip" "damaged zip"
        what "A zip, or a file in it, is cut short, damaged, encrypted, or packed in a way that is not known here."
        why "What could be unpacked was checked; the rest cannot be read."
        bad "a .zip of which the end is missing" good "the files, packed again, or unpacked" url "https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT";
    WrongEncoding "wrong-encoding" "not UTF-8"
        what "The document is UTF-16 or UTF-32."
        why "JSON is exchanged as UTF-8; every platform refuses the first byte."
        bad "a file saved as UTF-16" good "the same file saved as UTF-8" url JSON;
    ByteOrderMark "byte-order-mark" "byte order mark"
        what "The document begins with the bytes EF BB BF."
        why "A JSON parser that follows the standard refuses them as a character that begins no value."
        bad "\u{feff}{\"type\":…" good "{\"type\":…" url JSON;
    InvalidUtf8 "invalid-utf8" "invalid UTF-8"
        what "Bytes that are no UTF-8 stand in the item."
        why "Readers replace them by U+FFFD or refuse the item: text is lost or an id changes."
        bad "a Latin-1 é, as the byte E9" good "é as the bytes C3 A9" url JSON;
    FileTooLarge "file-too-large" "file too large"
        what "The uncompressed file is larger than the platform takes."
        why "The upload is refused. Split it into files that are imported in order."
        bad "an import of 312 MB" good "two imports below 300 MB" url STREAM;
    LegacyDialect "legacy-dialect" "legacy dialect"
        what "The file is one JSON array of `{\"type\",\"item\"}`."
        why "The current documentation describes JSON Lines of `{\"type\",\"data\"}` only; whether arrays are still taken is not public."
        bad r#"[{"type":"user","item":{"id":"ann"}}]"# good r#"{"type":"user","data":{"id":"ann"}}"# url STREAM;
    MalformedJson "malformed-json" "malformed JSON"
        what "The text is no JSON. The words are those of the parser that the platform uses."
        why "The item cannot be read; a platform may refuse the whole file."
        bad r#"{"type":"user","data":{"id":"ann",}}"# good r#"{"type":"user","data":{"id":"ann"}}"# url JSON;
    TruncatedFile "truncated-file" "truncated file"
        what "An array or an object is not closed: the file ends too early."
        why "A part of the history may be missing, and nothing else would tell."
        bad r#"[{"type":"user","item":{"id":"ann"}}"# good r#"[{"type":"user","item":{"id":"ann"}}]"# url JSON;
    TrailingData "trailing-data" "data after the end"
        what "Something follows the end of the array, or of the object, that is the document."
        why "It would be ignored without a word, or the file refused."
        bad "[…] […]" good "[…, …]" url JSON;
    BlankLine "blank-line" "blank line"
        what "A line holds nothing but white space."
        why "JSON Lines wants a value on every line; whether the importer skips blank ones is not public."
        bad "{…}\n\n{…}" good "{…}\n{…}" url JSON_LINES;
    ItemOverLines "item-over-lines" "item over several lines"
        what "An item is spread over several lines of a JSON Lines file."
        why "Each line is read by itself, so that none of the pieces is JSON."
        bad "{\n  \"type\": \"user\", …\n}" good "{\"type\":\"user\", …}" url JSON_LINES;
    ItemTooLarge "item-too-large" "item too large"
        what "An item is larger than `limits.itemBytes`."
        why "It was passed over, so that memory stays bounded. Raise the limit if it is meant."
        bad "one line of 2 GB" good "one line an item" url JSON_LINES;
    TooDeep "too-deep" "nested too deep"
        what "Values are nested deeper than `limits.depth`."
        why "Go's JSON parser refuses more than 10,000 levels."
        bad "[[[[…]]]]" good "a flatter value" url JSON;
    LoneSurrogate "lone-surrogate" "half a character"
        what "An escape such as \\ud83d stands without its other half."
        why "It is no character: readers put U+FFFD in its place. Texts that were cut in the middle of an emoji have it."
        bad r#""text":"hi \ud83d""# good r#""text":"hi \ud83d\ude00""# url JSON;
    DuplicateKey "duplicate-key" "duplicate key"
        what "An object has the same key twice."
        why "Parsers differ in which value they keep; most keep the last one and say nothing."
        bad r#"{"id":"a","id":"b"}"# good r#"{"id":"b"}"# url JSON;
    KeyCase "key-case" "key in another case"
        what "A key equals a known field but for upper and lower case."
        why "Some readers take it for the field, others for custom data."
        bad r#"{"ID":"ann"}"# good r#"{"id":"ann"}"# url STREAM;
    WrongName "wrong-name" "name of another field"
        what "A key looks like a known field under another platform's, an API's or an old name."
        why "It is taken as custom data, and the field it was meant for stays empty."
        bad r#"{"id":"ann","createdAt":"2024-01-01T00:00:00Z"}"# good r#"{"id":"ann","created_at":"2024-01-01T00:00:00Z"}"# url STREAM;
    UnknownField "unknown-field" "unknown field"
        what "The object takes no further keys, and has one."
        why "The platform's schema closes this object."
        bad r#"{"type":"user","data":{"id":"ann"},"note":"x"}"# good r#"{"type":"user","data":{"id":"ann"}}"# url STREAM;
    NotImported "not-imported" "key that is not imported"
        what "A key is one that exports and other calls of the platform have, and that an import has no place for."
        why "The item is taken and what stands there is lost, or the platform sets it by itself."
        bad r#"{"type":"MESG","message":"hi","reactions":[…],…}"# good r#"{"type":"MESG","message":"hi",…}"# url SENDBIRD;
    WrongPayloadKey "wrong-payload-key" "payload under the other dialect's key"
        what "The payload stands under `item` in JSON Lines, or under `data` in an array."
        why "The platform looks for its own key and finds nothing."
        bad r#"{"type":"user","item":{"id":"ann"}}"# good r#"{"type":"user","data":{"id":"ann"}}"# url STREAM;
    UnknownItemType "unknown-item-type" "unknown item type"
        what "The item's `type` is none that can be imported."
        why "The item is refused."
        bad r#"{"type":"users","data":{"id":"ann"}}"# good r#"{"type":"user","data":{"id":"ann"}}"# url STREAM;
    ItemTypeAlias "item-type-alias" "alias of an item type"
        what "The type is `channel_member`, as the published schema has it; documentation and examples say `member`."
        why "Both names are published; `member` is the one that all examples use."
        bad r#"{"type":"channel_member",…}"# good r#"{"type":"member",…}"# url STREAM;
    NotChecked "not-checked" "not checked"
        what "The item is of a type whose fields are not public."
        why "Only its envelope was checked."
        bad r#"{"type":"poll","data":{"id":"p1"}}"# good "the same; there is nothing to mend" url STREAM;
    UnknownRequest "unknown-request" "unknown request"
        what "A line of a requests file has a method and a path that are none of the platform's calls."
        why "Nothing is known of what the platform makes of it; its body was not looked at."
        bad r#"{"method":"POST","path":"/v3/migrations/room_1","body":{…}}"#
        good r#"{"method":"POST","path":"/v3/migration/room_1","body":{…}}"# url SENDBIRD;
    SeveralRequests "several-requests" "document of several requests"
        what "The document holds more than the platform takes in one request."
        why "It is no fault: whoever sends it cuts it. Each request can fail by itself, and is not to be sent twice."
        bad "25 messages for one conversation" good "the same; there is nothing to mend" url TALKJS;
    SentTooEarly "sent-too-early" "request before the one that it needs"
        what "A request names something that only a later request of the file makes."
        why "Requests are sent in the order of the file; what is not there yet is unknown."
        bad "messages for the conversation c1, then the conversation c1" good "the conversation c1, then its messages"
        url TALKJS;
    WrongType "wrong-type" "wrong JSON type"
        what "A value has another JSON type than its field."
        why "Nothing is coerced: the item is refused."
        bad r#"{"id":1}"# good r#"{"id":"1"}"# url STREAM;
    MissingField "missing-field" "missing field"
        what "A field that is needed is absent, null or empty."
        why "The item is refused."
        bad r#"{"type":"user","data":{"name":"Ann"}}"# good r#"{"type":"user","data":{"id":"ann","name":"Ann"}}"# url STREAM;
    ConflictingFields "conflicting-fields" "fields that contradict each other"
        what "Two fields are given that exclude each other, or one without the one it needs."
        why "The item is refused."
        bad r#"{"id":"general","member_ids":["ann","bob"],…}"# good r#"{"member_ids":["ann","bob"],…}"# url STREAM;
    TooLong "too-long" "too long"
        what "A text is longer than its field allows."
        why "The item is refused; nothing is cut."
        bad "a channel id of 69 bytes" good "a channel id of 64 bytes" url STREAM;
    TooShort "too-short" "too short"
        what "A text is shorter than its field allows."
        why "The item is refused."
        bad "a channel URL of 3 characters" good "a channel URL of 4 characters" url SENDBIRD_CHANNEL;
    TooMany "too-many" "too many elements"
        what "A list has more elements than its field allows."
        why "The item is refused."
        bad "31 attachments" good "30 attachments" url STREAM;
    InvalidCharacters "invalid-characters" "characters that are not allowed"
        what "A text has characters that its field does not take."
        why "Ids become part of keys and URLs; the item is refused."
        bad r#"{"id":"ann@example.com"}"# good r#"{"id":"ann-example-com"}"# url STREAM;
    UpperCaseId "upper-case-id" "id with upper-case letters"
        what "An id has upper-case letters, and the platform makes them lower case."
        why "The platform knows the thing by another id than the data it came from; two ids that differ in case become one."
        bad r#"{"uid":"Alice","name":"Alice"}"# good r#"{"uid":"alice","name":"Alice"}"# url COMETCHAT;
    InvalidValue "invalid-value" "value that is not allowed"
        what "A value is none of those that its field takes."
        why "The item is refused."
        bad r#"{"push_provider_type":"gcm"}"# good r#"{"push_provider_type":"firebase"}"# url STREAM;
    ReservedField "reserved-field" "reserved field"
        what "A key is one that the platform keeps for itself."
        why "The item is refused, even if the value is null."
        bad r#"{"id":"ann","online":false}"# good r#"{"id":"ann"}"# url STREAM_CLI;
    InsecureUrl "insecure-url" "URL without https"
        what "An attachment's URL does not begin with https://."
        why "The published schema demands it; the file behind it has to be reachable while the import runs."
        bad r#"{"image_url":"http://example.com/a.png"}"# good r#"{"image_url":"https://example.com/a.png"}"# url STREAM;
    InvalidUrl "invalid-url" "no web address"
        what "A text that has to be a URL is no absolute http or https URL with a host."
        why "Nobody can fetch what stands behind it; a platform that looks closer refuses the item."
        bad r#"{"avatar":"images/ann.png"}"# good r#"{"avatar":"https://example.com/images/ann.png"}"# url COMETCHAT;
    BadTimestamp "bad-timestamp" "bad timestamp"
        what "A time is not in the form that the platform reads: RFC 3339, or a whole number since 1970."
        why "The item is refused. Nothing is guessed: no date without a time, no time without a zone, no numbers for words nor words for numbers."
        bad r#""2024-01-31 12:00:00""# good r#""2024-01-31T12:00:00Z""# url RFC3339;
    WrongTimeUnit "wrong-time-unit" "time in another unit"
        what "A time is a number of another magnitude than its unit has in our times: seconds for milliseconds, for instance."
        why "It is taken as it stands: the message turns up in 1970, or in the far future."
        bad r#""timestamp":1706702400"# good r#""timestamp":1706702400000"# url SENDBIRD;
    LenientTimestamp "lenient-timestamp" "timestamp that only some readers take"
        what "Go's parser takes the time; a strict RFC 3339 reader does not."
        why "The published schema asks for RFC 3339, and readers differ."
        bad r#""2024-01-31T1:00:00,5Z""# good r#""2024-01-31T01:00:00.5Z""# url RFC3339;
    FutureTimestamp "future-timestamp" "time in the future"
        what "Something was created after the time of this check."
        why "A wrong unit or zone is the usual reason."
        bad r#""created_at":"2204-01-31T12:00:00Z""# good r#""created_at":"2024-01-31T12:00:00Z""# url STREAM;
    CustomDataTooLarge "custom-data-too-large" "custom data too large"
        what "Custom data is larger than the platform allows, measured as compact JSON. Stream: the extra keys of an object, 5 KiB, or what `profile.customDataLimit` says. CometChat: the metadata of a user or a group, 5 KB (older pages: 1,600 characters); the data of a message, 10 KB; a message as a whole, 65,536 characters."
        why "The documentation gives these limits, and does not say how they are measured or what becomes of what is larger: it may be refused. Where CometChat's unit decides, bytes or characters, it is a warning; what is too large by both is an error."
        bad "a user with 9 KB of settings" good "the settings in your own store, an id in the user" url STREAM;
    WrongOrder "wrong-order" "items out of order"
        what "An item stands after one of a later type."
        why "JSON Lines imports have a fixed order of types: users, devices, future_channel_bans, channels, members, messages, reactions, polls, poll_votes."
        bad "a channel, then the user who created it" good "the user, then the channel" url STREAM;
    DuplicateId "duplicate-id" "duplicate"
        what "The same thing is defined twice."
        why "The second one is refused or overwrites the first."
        bad "two users with the id ann" good "one user with the id ann" url STREAM;
    UnknownReference "unknown-reference" "reference to something unknown"
        what "An item names something that is not in the file."
        why "The importer refuses what it cannot resolve. In JSON Lines it may also live in the app already: say so with `profile.existing`."
        bad r#"a message whose "user" is no user of the file"# good "the user added before it" url STREAM;
    RepeatedValue "repeated-value" "value twice in a list"
        what "A list of members names the same user twice."
        why "The id of a distinct channel is made from the list as it is: with a user twice it is another channel."
        bad r#"{"member_ids":["ann","bob","bob"]}"# good r#"{"member_ids":["ann","bob"]}"# url STREAM;
    TooFew "too-few" "too few elements"
        what "A list has fewer elements than its field needs."
        why "The thing it describes makes no sense with so few; the platform may refuse it."
        bad r#"{"type":"DIRECT","members":["ann"]}"# good r#"{"type":"DIRECT","members":["ann","bob"]}"# url CHATKITTY;
    ChatkittyMixedDialects "chatkitty-mixed-dialects" "names of both dialects in one file"
        what "A file spells most names in one case and some in the other."
        why "camelCase and snake_case belong to two generations of the API; which of them the importer reads is not public."
        bad r#"[{"displayName":"Ann",…},{"display_name":"Bob",…}]"# good r#"[{"displayName":"Ann",…},{"displayName":"Bob",…}]"# url CHATKITTY;
    ChatkittyNoTimes "chatkitty-no-times" "times of messages are lost"
        what "Messages are imported, which have no time of their own in any version of the format."
        why "They get the time of the import. Their order and their time are lost unless they are kept elsewhere."
        bad r#"{"type":"TEXT","channelId":1,"user":"ann","body":"hi"}"#
        good r#"{"type":"TEXT","channelId":1,"user":"ann","body":"hi","properties":{"originalCreatedAt":"2024-01-31T12:00:00Z"}}"# url CHATKITTY;
    ChatkittyNoIdempotencyKey "chatkitty-no-idempotency-key" "no idempotency key"
        what "Items have no idempotency key."
        why "It is recommended: by it, ChatKitty recognises a file that is sent again after a failure."
        bad r#"{"username":"ann"}"# good r#"{"username":"ann","idempotencyKey":"old-1"}"# url CHATKITTY;
    SendbirdFieldOfAnotherType "sendbird-field-of-another-type" "field of another type"
        what "A message has a field that only messages of another type have, or a channel one that only the other kind of channels has."
        why "Sendbird's MESG, FILE and ADMM messages have fields of their own, as group and open channels have; others are ignored, as far as anybody knows, and what stands there is lost."
        bad r#"{"message_type":"FILE","data":"{}",…}"# good r#"{"message_type":"FILE","custom_field":"{}",…}"# url SENDBIRD;
    SendbirdDeactivatedSender "sendbird-deactivated-sender" "sender who was deactivated before"
        what "A message's sender is deactivated by an earlier request of the file."
        why "Sendbird's guide migrates first and deactivates afterwards; whether it takes messages of deactivated users is not public."
        bad r#"PUT /v3/users/ann {"is_active":false}, then messages of ann"# good "the messages of ann, then the PUT" url SENDBIRD;
    SendbirdLeavesChannels "sendbird-leaves-channels" "deactivation that leaves all channels"
        what "A user is deactivated without \"leave_all_when_deactivated\": false."
        why "The default makes the user leave all group channels: the memberships that were migrated are gone."
        bad r#"{"is_active":false}"# good r#"{"is_active":false,"leave_all_when_deactivated":false}"# url SENDBIRD_USER;
    StreamUnknownRole "stream-unknown-role" "role that the app lacks"
        what "A user's role is none of `profile.roles`."
        why "Roles have to exist in the app before the import."
        bad r#"{"id":"ann","role":"boss"}"# good r#"{"id":"ann","role":"admin"}"# url STREAM_CLI;
    StreamUnknownChannelType "stream-unknown-channel-type" "channel type that the app lacks"
        what "A channel's type is none of `profile.channelTypes`."
        why "Channel types have to exist in the app before the import."
        bad r#"{"id":"general","type":"chatroom",…}"# good r#"{"id":"general","type":"messaging",…}"# url STREAM_CLI;
    StreamNestedThread "stream-nested-thread" "reply to a reply"
        what "A message's parent is itself a reply."
        why "Stream's threads have one level."
        bad "c replies to b, b replies to a" good "c and b reply to a" url STREAM_CLI;
    StreamParentElsewhere "stream-parent-elsewhere" "parent in another channel"
        what "A reply and its parent are in different channels."
        why "It is accepted, and the thread is shown in neither as it was."
        bad "a reply in random to a message in general" good "a reply in general" url STREAM;
    StreamTeamMismatch "stream-team-mismatch" "member of another team's channel"
        what "A member's user and channel have no team in common."
        why "With multi-tenancy users see only the channels of their teams; the member is refused."
        bad r#"a user with "teams":["red"] in a channel with "team":"blue""# good "both red" url STREAM;
    StreamIncompleteDistinctChannel "stream-incomplete-distinct-channel" "distinct channel without all its members"
        what "A channel made of `member_ids` lacks member items, one for each id, with the same `channel_member_ids`."
        why "The channel's identity is its members; they have to be imported with it."
        bad r#"{"member_ids":["ann","bob"]} and a member item for ann only"# good "member items for ann and bob" url STREAM_CLI;
    StreamExtraDistinctMember "stream-extra-distinct-member" "member who is not in the distinct channel"
        what "A member item's user is not among its own `channel_member_ids`."
        why "A distinct channel has exactly the members that it is made of."
        bad r#"{"channel_member_ids":["ann","bob"],"user_id":"eve"}"# good r#"{"channel_member_ids":["ann","bob"],"user_id":"bob"}"# url STREAM_CLI;
    TalkJsDuplicateMessage "talkjs-duplicate-message" "message twice in a conversation"
        what "Two messages of a conversation have the same sender, text, time and attachment."
        why "TalkJS removes no duplicates: both are shown. An import that is run twice shows everything twice."
        bad "a batch of messages that is sent again after a time-out" good "each message once" url TALKJS;
    TalkJsSenderInReadBy "talkjs-sender-in-read-by" "sender among the readers"
        what "A message's `readBy` names its own sender."
        why "In all examples readers are the others. Nothing says that it is refused, or what it is taken for."
        bad r#"{"sender":"ann","readBy":["ann","bob"],…}"# good r#"{"sender":"ann","readBy":["bob"],…}"# url TALKJS;
    TalkJsIdNeedsEncoding "talkjs-id-needs-encoding" "id that cannot stand in a path as it is"
        what "An id has characters that mean something else in the path of a request, or are not ASCII."
        why "Users and conversations are named by paths: such an id has to be percent-encoded there, each time."
        bad "a conversation with the id team/42, in /v1/{appId}/conversations/team/42"
        good "/v1/{appId}/conversations/team%2F42" url TALKJS;
    CometChatKeyMismatch "cometchat-key-mismatch" "key that is not the row's id"
        what "The key that a row stands under differs from its uid, guid, memberId or muid; or a memberId is not made of the row's guid and uid."
        why "The key and the id have to be the same: the answer is told by it, and the row is refused otherwise."
        bad r#"{"messages":{"1":{"muid":"m-17",…}}}"# good r#"{"messages":{"m-17":{"muid":"m-17",…}}}"# url COMETCHAT_IMPORT;
    CometChatRetention "cometchat-retention" "message older than the app keeps"
        what "A message was sent longer ago than CometChat takes messages: six months, if the app has no Extended Storage."
        why "It is refused, and the whole request with it, after the good messages of the request were imported."
        bad "a message of last year" good "a message of last week; or profile.retentionMonths as the app has it" url COMETCHAT_SKILLS;
    CometChatPartialImport "cometchat-partial-import" "request that fails after a part of it was imported"
        what "A message that is too old or has no text makes a request fail as a whole, and not before its other messages are imported."
        why "Who takes the error for \"nothing happened\" and sends all of it again gets errors for what is there already."
        bad "49 good messages and one of last year, in one request" good "the 49 good messages" url COMETCHAT_SKILLS;
    CometChatUnknownRole "cometchat-unknown-role" "role that the app may lack"
        what "A user's role is none of `profile.roles`; or it is not \"default\", and the profile does not say which roles there are."
        why "Roles have to be created before the users who have them: an app without the role refuses the user."
        bad r#"{"uid":"ann","name":"Ann","role":"teacher"}"# good "the role created first, and named in profile.roles" url COMETCHAT;
    CometChatJoinedTooEarly "cometchat-joined-too-early" "member who joined before the group was there"
        what "A member's joinedAt lies before the createdAt of the group."
        why "CometChat wants joinedAt to be greater than createdAt, and refuses the member."
        bad r#"a group with "createdAt":1730000000, and a member of it with "joinedAt":1720000000"#
        good r#"the member with "joinedAt":1730000000"# url COMETCHAT_LIMITS;
    CometChatNotAMember "cometchat-not-a-member" "sender who is not in the group"
        what "The sender of a message to a group is no member of it, joined after the message was sent, or is banned, as far as the input has the group's members."
        why "Whether an import minds is not known; the message shows somebody speaking who was not there."
        bad "a message to a group from a user who is none of its members" good "the member added" url COMETCHAT_IMPORT;
    CometChatSelfChat "cometchat-self-chat" "message to oneself"
        what "The sender of a message is its receiver as well."
        why "CometChat does not say what becomes of it."
        bad r#"{"sender":"ann","receiverType":"user","receiver":"ann",…}"# good r#"{"sender":"ann","receiverType":"user","receiver":"bob",…}"# url COMETCHAT_IMPORT;
    CometChatTextWithAttachments "cometchat-text-with-attachments" "text message with attachments"
        what "A message of the type \"text\" has attachments."
        why "It is taken, and the user interface kits show its text only."
        bad r#"{"type":"text","data":{"text":"look","attachments":[…]}}"# good r#"{"type":"image","data":{"text":"look","attachments":[…]}}"# url COMETCHAT_IMPORT;
    CometChatUnreachableUrl "cometchat-unreachable-url" "file that nobody will reach"
        what "An attachment's URL leads to this machine, or is good for a while only."
        why "CometChat keeps the URL and copies no files: the attachment is broken as soon as the URL is."
        bad r#"{"url":"https://files.example.com/a.png?Expires=1730000000"}"# good r#"{"url":"https://files.example.com/a.png"}"# url COMETCHAT_SKILLS;
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn every_code_is_a_slug_of_its_own_and_every_rule_says_all_it_has_to() {
        let mut seen = Vec::new();
        for (index, rule) in rules().iter().enumerate() {
            let slug = rule.code.slug();
            assert_eq!(rule.code as usize, index);
            assert!(!seen.contains(&slug), "{slug}");
            assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            for text in [rule.title, rule.what, rule.why, rule.good, rule.url] {
                assert!(!text.is_empty(), "{slug}");
            }
            seen.push(slug);
        }
    }
}
