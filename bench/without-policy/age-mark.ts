export const AGE_COOKIE = 'age';
export const markCookie = () => ({ name: AGE_COOKIE, value: '', path: '/' });
export const readMark = () => undefined;
