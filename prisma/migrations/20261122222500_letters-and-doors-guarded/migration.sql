-- What was written here stays as it was written, whoever asks: the app, its jobs, and the role that owns the tables.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "MailEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "MailEvent" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Draw"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "Draw" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "PublishedFigure"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "PublishedFigure" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "FigureHandout"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "FigureHandout" ENABLE ALWAYS TRIGGER append_only;

-- PP-06.2: the foot is the end of both parts of every letter: the steps, the link (a blank that is filled for each
-- mailbox) and our postal address, after which nothing comes but the tags that close the page. A letter without it
-- cannot be stored, and the outbox takes only stored letters.
ALTER TABLE "Letter"
  ADD CONSTRAINT "Letter_title_one_line" CHECK (char_length("title") BETWEEN 1 AND 200 AND "title" !~ '[\r\n]'),
  ADD CONSTRAINT "Letter_postalAddress_length" CHECK (char_length("postalAddress") BETWEEN 10 AND 200),
  ADD CONSTRAINT "Letter_foot_ends_text" CHECK (
    position(U&'/u/\E000unsubscribe\E001' IN right("text", 700)) > 0
    AND position('My Profile' IN right("text", 700)) > 0
    AND right("text", char_length("postalAddress")) = "postalAddress"),
  ADD CONSTRAINT "Letter_foot_ends_html" CHECK (
    position(U&'/u/\E000unsubscribe\E001' IN right("html", 1500)) > 0
    AND position('My Profile' IN right("html", 1500)) > 0
    AND right(replace(replace(replace(replace(replace(replace(replace(
      regexp_replace("html", '(\s|</[a-z]+>)+$', ''),
      '&lt;', '<'), '&gt;', '>'), '&#x3D;', '='), '&#x60;', '`'), '&#x27;', ''''), '&quot;', '"'), '&amp;', '&'),
      char_length("postalAddress")) = "postalAddress");
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a letter stays as it was written' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER stays BEFORE UPDATE ON "Letter" FOR EACH ROW EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE "Letter" ENABLE ALWAYS TRIGGER stays;

ALTER TABLE "MailEvent"
  ADD CONSTRAINT "MailEvent_addressHash_form" CHECK ("addressHash" ~ '^[A-Za-z0-9_-]{43}$'),
  ADD CONSTRAINT "MailEvent_stream_known" CHECK ("stream" IN ('account', 'news', 'webinar', 'contest', 'all')),
  ADD CONSTRAINT "MailEvent_source_length" CHECK (char_length("source") BETWEEN 1 AND 40),
  -- Nobody asks for everything at once, and whoever confirms shows the link that was mailed.
  ADD CONSTRAINT "MailEvent_asks_for_one_stream" CHECK ("stream" <> 'all' OR "act" NOT IN ('requested', 'confirmed')),
  ADD CONSTRAINT "MailEvent_confirms_by_link" CHECK (("act" IN ('requested', 'confirmed')) = ("tokenHash" IS NOT NULL));

-- How one mailbox stands in one stream: the fold of its events. A stop ends all requests made before it, so that no
-- older link brings letters back; only a request after it and the link mailed for that request do.
CREATE FUNCTION mail_standing(mailbox text, wanted text) RETURNS text LANGUAGE sql STABLE AS $$
  WITH own AS (
    SELECT "id", "act", "tokenHash", "stream" FROM "MailEvent" WHERE "addressHash" = mailbox AND "stream" IN (wanted, 'all')
  ), stop AS (
    SELECT "id", "act" FROM own WHERE "act" IN ('unsubscribed', 'complained', 'bounced') ORDER BY "id" DESC LIMIT 1
  )
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM own answer JOIN own request ON request."act" = 'requested' AND request."tokenHash" = answer."tokenHash"
      WHERE answer."act" = 'confirmed' AND request."id" < answer."id"
        AND request."id" > coalesce((SELECT "id" FROM stop), 0)) THEN 'confirmed'
    WHEN EXISTS (SELECT FROM stop) THEN (SELECT "act"::text FROM stop)
    WHEN EXISTS (SELECT FROM own WHERE "act" = 'requested') THEN 'requested'
    ELSE 'none' END
$$;

-- Whether a letter may go: what somebody asked for just now always, news of their account unless they stopped it, and
-- whatever comes by itself only where they confirmed it.
CREATE FUNCTION mail_may_go(mailbox text, wanted text, class text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE class
    WHEN 'requested' THEN true
    WHEN 'account' THEN mail_standing(mailbox, wanted) NOT IN ('unsubscribed', 'complained', 'bounced')
    ELSE mail_standing(mailbox, wanted) = 'confirmed' END
$$;

-- The lock of one mailbox. Whoever stops letters takes it for themselves; whoever hands one over shares it meanwhile.
CREATE FUNCTION mail_lock(mailbox text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT hashtextextended(mailbox, 602)
$$;
CREATE FUNCTION wait_for_letters_in_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(mail_lock(NEW."addressHash"));
  RETURN NEW;
END
$$;
CREATE TRIGGER waits BEFORE INSERT ON "MailEvent" FOR EACH ROW EXECUTE FUNCTION wait_for_letters_in_hand();
ALTER TABLE "MailEvent" ENABLE ALWAYS TRIGGER waits;

ALTER TABLE "Outbox"
  ADD CONSTRAINT "Outbox_key_form" CHECK ("key" ~ '^[a-z-]+:[A-Za-z0-9:_-]{1,160}$'),
  ADD CONSTRAINT "Outbox_messageId_form" CHECK ("messageId" ~ '^<[A-Za-z0-9_-]{43}@[A-Za-z0-9.-]{1,253}>$'),
  ADD CONSTRAINT "Outbox_addressHash_form" CHECK ("addressHash" ~ '^[A-Za-z0-9_-]{43}$'),
  ADD CONSTRAINT "Outbox_address_form" CHECK (char_length("address") BETWEEN 3 AND 254 AND "address" !~ '[\s<>,;:"\\()[:cntrl:]]'),
  ADD CONSTRAINT "Outbox_attempts_count" CHECK ("attempts" >= 0),
  ADD CONSTRAINT "Outbox_answer_code" CHECK ("answer" ~ '^[A-Za-z0-9 .-]{1,40}$'),
  -- Once nothing more can happen with it, the address is forgotten.
  ADD CONSTRAINT "Outbox_forgets_address" CHECK (("state" IN ('queued', 'handing', 'parked')) = ("address" IS NOT NULL)),
  ADD CONSTRAINT "Outbox_settled" CHECK (("state" IN ('queued', 'handing', 'parked')) = ("settledAt" IS NULL)),
  ADD CONSTRAINT "Outbox_bulk_is_no_answer" CHECK ("issueId" IS NULL OR "class" <> 'requested');

-- The last word on every letter, whatever program writes: nobody is written to who stopped it. Asked when it is put in
-- and again when it is handed over, under the lock that stopping takes.
CREATE FUNCTION outbox_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW."key", NEW."messageId", NEW."letterId", NEW."stream", NEW."class", NEW."subject", NEW."addressHash")
    IS DISTINCT FROM (OLD."key", OLD."messageId", OLD."letterId", OLD."stream", OLD."class", OLD."subject", OLD."addressHash") THEN
    RAISE EXCEPTION 'what a letter is and to whom it goes cannot be changed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."state" NOT IN ('queued', 'handing') THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(mail_lock(NEW."addressHash"));
  IF NOT mail_may_go(NEW."addressHash", NEW."stream"::text, NEW."class"::text) THEN
    RAISE EXCEPTION 'this mailbox does not want the stream %', NEW."stream" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON "Outbox" FOR EACH ROW EXECUTE FUNCTION outbox_gate();
ALTER TABLE "Outbox" ENABLE ALWAYS TRIGGER gate;

ALTER TABLE "Subscriber"
  ADD CONSTRAINT "Subscriber_email_lower" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "Subscriber_email_length" CHECK (char_length("email") BETWEEN 3 AND 254),
  ADD CONSTRAINT "Subscriber_addressHash_form" CHECK ("addressHash" ~ '^[A-Za-z0-9_-]{43}$');
ALTER TABLE "Issue"
  ADD CONSTRAINT "Issue_title_length" CHECK (char_length("title") BETWEEN 1 AND 150 AND "title" !~ '[\r\n]'),
  ADD CONSTRAINT "Issue_markdown_length" CHECK (char_length("markdown") BETWEEN 1 AND 50000),
  ADD CONSTRAINT "Issue_leaves_as_written" CHECK (("audience" IS NULL AND "finishedAt" IS NULL) OR "letterId" IS NOT NULL);

-- PP-03.5: every survey has a purpose, an end and a term, and takes nothing after its end.
ALTER TABLE "Survey"
  ADD CONSTRAINT "Survey_title_length" CHECK (char_length("title") BETWEEN 1 AND 150),
  ADD CONSTRAINT "Survey_intro_length" CHECK (char_length("intro") <= 5000),
  ADD CONSTRAINT "Survey_purpose_length" CHECK (char_length("purpose") BETWEEN 1 AND 500),
  ADD CONSTRAINT "Survey_questions_size" CHECK (octet_length("questions"::text) <= 65536),
  ADD CONSTRAINT "Survey_keepDays_range" CHECK ("keepDays" BETWEEN 1 AND 90),
  ADD CONSTRAINT "Survey_draws_with_a_seed" CHECK
    (("winners" IS NULL) = ("seedSha256" IS NULL) AND ("winners" IS NULL) = ("seed" IS NULL) AND "winners" BETWEEN 1 AND 1000
     OR ("winners" IS NULL AND "seedSha256" IS NULL AND "seed" IS NULL)),
  ADD CONSTRAINT "Survey_seedSha256_form" CHECK ("seedSha256" ~ '^[0-9a-f]{64}$');
ALTER TABLE "SurveyEntry"
  ADD CONSTRAINT "SurveyEntry_number_counts" CHECK ("number" >= 1),
  ADD CONSTRAINT "SurveyEntry_answers_length" CHECK (char_length("answers") <= 40000),
  ADD CONSTRAINT "SurveyEntry_email_length" CHECK (char_length("email") BETWEEN 3 AND 254);
CREATE FUNCTION entry_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "Survey" WHERE "id" = NEW."surveyId" AND "publishedAt" <= NEW."at"
    AND "endsAt" > NEW."at" AND "closedAt" IS NULL) THEN
    RAISE EXCEPTION 'this survey takes no answers now' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER in_time BEFORE INSERT ON "SurveyEntry" FOR EACH ROW EXECUTE FUNCTION entry_in_time();
ALTER TABLE "SurveyEntry" ENABLE ALWAYS TRIGGER in_time;

ALTER TABLE "Ticket"
  ADD CONSTRAINT "Ticket_email_length" CHECK (char_length("email") BETWEEN 3 AND 254);
ALTER TABLE "TicketMessage"
  ADD CONSTRAINT "TicketMessage_text_length" CHECK (char_length("text") BETWEEN 1 AND 10000);

-- PP-11.2: an offer leads away over https, and says where the other company's own policy stands.
ALTER TABLE "OutboundOffer"
  ADD CONSTRAINT "OutboundOffer_url_form" CHECK ("url" ~ '^https://[^\s@]+$' AND char_length("url") <= 500),
  ADD CONSTRAINT "OutboundOffer_theirPolicyUrl_form" CHECK ("theirPolicyUrl" ~ '^https://[^\s@]+$' AND char_length("theirPolicyUrl") <= 500),
  ADD CONSTRAINT "OutboundOffer_company_length" CHECK (char_length("company") BETWEEN 1 AND 100),
  ADD CONSTRAINT "OutboundOffer_title_length" CHECK (char_length("title") BETWEEN 1 AND 100),
  ADD CONSTRAINT "OutboundOffer_text_length" CHECK (char_length("text") BETWEEN 1 AND 500);
ALTER TABLE "LinkReport"
  ADD CONSTRAINT "LinkReport_text_length" CHECK (char_length("text") BETWEEN 1 AND 5000),
  ADD CONSTRAINT "LinkReport_email_length" CHECK (char_length("email") BETWEEN 3 AND 254),
  ADD CONSTRAINT "LinkReport_outcome_known" CHECK ("outcome" IN ('pulled', 'kept')),
  ADD CONSTRAINT "LinkReport_settled" CHECK (("outcome" IS NULL) = ("settledAt" IS NULL));

ALTER TABLE "AdCounter"
  ADD CONSTRAINT "AdCounter_shown_counts" CHECK ("shown" >= 0);
ALTER TABLE "HouseAd"
  ADD CONSTRAINT "HouseAd_path_own" CHECK ("path" ~ '^/($|[^/\\\s][^\\\s]*$)'),
  ADD CONSTRAINT "HouseAd_title_length" CHECK (char_length("title") BETWEEN 1 AND 100),
  ADD CONSTRAINT "HouseAd_text_length" CHECK (char_length("text") BETWEEN 1 AND 300);

ALTER TABLE "VisitFact"
  ADD CONSTRAINT "VisitFact_pseudonym_form" CHECK ("pseudonym" ~ '^[A-Za-z0-9_-]{43}$'),
  ADD CONSTRAINT "VisitFact_pageGroup_code" CHECK ("pageGroup" ~ '^[a-z-]{1,40}$'),
  ADD CONSTRAINT "VisitFact_browser_code" CHECK ("browser" ~ '^[a-z]{1,20}$'),
  ADD CONSTRAINT "VisitFact_device_code" CHECK ("device" IN ('phone', 'computer'));
-- PP-10.2: what fewer than ten people did is told to nobody, and exact figures are not told either.
ALTER TABLE "PublishedFigure"
  ADD CONSTRAINT "PublishedFigure_of_ten_or_more" CHECK ("value" >= 10 AND "value" % 5 = 0),
  ADD CONSTRAINT "PublishedFigure_cut_code" CHECK ("cut" ~ '^[a-z-]{1,40}$' AND "cell" ~ '^[a-z0-9-]{1,60}$');
ALTER TABLE "FigureHandout"
  ADD CONSTRAINT "FigureHandout_recipient_length" CHECK (char_length("recipient") BETWEEN 1 AND 200),
  ADD CONSTRAINT "FigureHandout_days" CHECK ("fromDay" <= "toDay");

-- Whoever asks a survey is a recipient of its own.
ALTER TABLE "Release" DROP CONSTRAINT "Release_recipient_other";
ALTER TABLE "Release" ADD CONSTRAINT "Release_recipient_other" CHECK ("recipientKind" IN
  ('participants', 'host', 'organiser', 'processor', 'outside', 'authority', 'statistics'));
