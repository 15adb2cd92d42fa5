-- Only a stop has to wait for a letter that is being handed over. To ask and to confirm need not: a slow relay would keep
-- people out who register meanwhile, and how things stand goes by the order of the events alone.
DROP TRIGGER waits ON "MailEvent";
CREATE TRIGGER waits BEFORE INSERT ON "MailEvent" FOR EACH ROW
  WHEN (NEW."act" IN ('unsubscribed', 'complained', 'bounced')) EXECUTE FUNCTION wait_for_letters_in_hand();
ALTER TABLE "MailEvent" ENABLE ALWAYS TRIGGER waits;
