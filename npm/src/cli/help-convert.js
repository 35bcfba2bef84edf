// What `convert --help` prints.
import PLATFORMS from "../platforms.js";

const names = (what) => [...new Set(PLATFORMS.flatMap((platform) => platform[what]))].join(", ");

export default `\
chat-preflight convert --to P --out DIR [flags] FILE|DIR|- …

Turns what one platform imports or exports into what another imports, and checks that. Several files are one history, as
in check. The folder gets the data: import.jsonl for Stream; users.json, channels.json, messages.json for ChatKitty;
requests.jsonl for Sendbird, CometChat and TalkJS, a request a line in sending order. Beside them stand losses.json (all
that did not go over as it was), ids.json (ids that had to change), uploads.json (files to upload first, where the
platform wants that) and report.json (a check of what was written).

  --to P                ${names("name")}
  --out DIR             the folder to write to; it gets its name when all of it is written
  --force               replace what an earlier conversion wrote there
  --dry-run             write nothing; say what would become of it
  --strict              stop at the first item that cannot be read

What is in the files (recognised, if not said):
  --from P              the platform that they are of
  --resource R          for the file that follows, what it holds:
                        ${names("resources")}
  --channel ID          for the file that follows: the channel that it belongs to, where it does not say so itself
  --dialect D           the form of the files: ${names("dialects")}; for ChatKitty, of the output as well
  --now TIME            the time of the conversion, such as 2026-01-31T12:00:00Z; the clock's, if not said

What only you know:
  --profile FILE        JSON that describes the app that will import: existing ids, roles, limits
  --ids FILE            the ids.json of an earlier conversion: ids change in the same way, or back on the way back
  --uploads FILE        the uploads.json of an earlier conversion, with the tokens of the uploaded files filled in
  --channel-ids FILE    ChatKitty: JSON that gives the number of each channel by its name
  --start-time TIME     when the first message was sent, where the source has no times
  --system-user ID      who speaks system messages and owns what has no owner; migration-system, if not said
  --channel-type TYPE   Stream: what type groups become; messaging, if not said

What becomes of things that the platform has no place for (the first is what happens if nothing is said):
  --park custom|none              keep such values in custom data, as source_<field>, or leave them out
  --deleted drop|keep             deleted messages: leave them out, or keep them as text
  --system-messages drop|user     system messages: leave them out, or let the system user speak them
  --unknown-channels stop|keep    ChatKitty: channels whose number is not in --channel-ids: they cannot be read, or
                                  their number becomes their name
  --since TIME, --until TIME      leave out messages before the one, and from the other on

What is printed:
  --format F            text (for people) or json (the whole result)
  -q, --quiet           no progress on the terminal

Exit code: 0 converted, whatever was lost on the way; 1 an item could not be read, ids fell together, or the output has
an error; 2 it could not run.
`;
