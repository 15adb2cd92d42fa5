export const openChanges = () => async () => undefined;
