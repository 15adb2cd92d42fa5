-- The same answers as before, as one walk over the events of a mailbox. In plpgsql, whose plans are kept for the session: a
-- function in SQL is planned anew by each statement that asks it, and every letter asks three times.
CREATE OR REPLACE FUNCTION mail_standing(mailbox text, wanted text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  event record;
  requests text[] := '{}';
  standing text := 'none';
BEGIN
  FOR event IN
    SELECT "act", "tokenHash" FROM "MailEvent"
    WHERE "addressHash" = mailbox AND "stream" IN (wanted, 'all') ORDER BY "id"
  LOOP
    IF event."act" IN ('unsubscribed', 'complained', 'bounced') THEN
      standing := event."act"::text;
      requests := '{}';
    ELSIF event."act" = 'requested' THEN
      requests := requests || event."tokenHash";
      standing := CASE standing WHEN 'none' THEN 'requested' ELSE standing END;
    ELSIF event."act" = 'confirmed' AND event."tokenHash" = ANY(requests) THEN
      standing := 'confirmed';
    END IF;
  END LOOP;
  RETURN standing;
END
$$;

CREATE OR REPLACE FUNCTION mail_may_go(mailbox text, wanted text, class text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN CASE class
    WHEN 'requested' THEN true
    WHEN 'account' THEN mail_standing(mailbox, wanted) NOT IN ('unsubscribed', 'complained', 'bounced')
    ELSE mail_standing(mailbox, wanted) = 'confirmed' END;
END
$$;

-- The same forms as before, told so that they are read quickly: every change of a row reads all of them again, and a number of
-- repetitions inside a pattern costs as many states.
ALTER TABLE "MailEvent" DROP CONSTRAINT "MailEvent_addressHash_form",
  ADD CONSTRAINT "MailEvent_addressHash_form" CHECK (char_length("addressHash") = 43 AND "addressHash" ~ '^[A-Za-z0-9_-]+$');
ALTER TABLE "Outbox" DROP CONSTRAINT "Outbox_key_form", DROP CONSTRAINT "Outbox_messageId_form",
  DROP CONSTRAINT "Outbox_addressHash_form", DROP CONSTRAINT "Outbox_answer_code",
  ADD CONSTRAINT "Outbox_key_form" CHECK (
    char_length("key") - strpos("key", ':') <= 160 AND "key" ~ '^[a-z-]+:[A-Za-z0-9:_-]+$'),
  ADD CONSTRAINT "Outbox_messageId_form" CHECK (
    strpos("messageId", '@') = 45 AND char_length("messageId") BETWEEN 47 AND 299 AND "messageId" ~ '^<[A-Za-z0-9_-]+@[A-Za-z0-9.-]+>$'),
  ADD CONSTRAINT "Outbox_addressHash_form" CHECK (char_length("addressHash") = 43 AND "addressHash" ~ '^[A-Za-z0-9_-]+$'),
  ADD CONSTRAINT "Outbox_answer_code" CHECK (char_length("answer") <= 40 AND "answer" ~ '^[A-Za-z0-9 .-]+$');
