// The words for scripts, by key: the server puts those of the reader's language here.

export default {};
