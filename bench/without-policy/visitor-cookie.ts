export const visitorCookies = () => [];
