/** The pattern of portrait ids, which are parts of keys in the store and of URLs. */
export const avatarIdPattern = /^[a-z0-9][a-z0-9-]{0,63}$/;
