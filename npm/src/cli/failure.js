// Why a command could not do its work: exit code 2 and one line on stderr.

export class Failure extends Error {}

/** The system's reason, in words. */
export function reason(error) {
  return REASONS[error.code] ?? error.message;
}

const REASONS = {
  ENOENT: "no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  ENOSPC: "the disk is full",
  EMFILE: "too many open files",
  ELOOP: "its links go in a circle",
};
