export const noteSignals = async () => {};
export const noteChoices = async () => {};
export const hearAgain = () => false;
