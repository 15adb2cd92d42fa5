-- What was written here stays as it was written, whoever asks: the app, its jobs, and the role that owns the tables.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AccessLog"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "AccessLog" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ConsentEvent"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "ConsentEvent" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "PolicyProposal"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "PolicyProposal" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "PrivacyDirective"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "PrivacyDirective" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Processor"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "Processor" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ProcessorApproval"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "ProcessorApproval" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ProcessorEnd"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "ProcessorEnd" ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Release"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE "Release" ENABLE ALWAYS TRIGGER append_only;

-- The lengths of what people type; the forms say the same kindly.
ALTER TABLE "Person"
  ADD CONSTRAINT "Person_address_length" CHECK (char_length("address") BETWEEN 1 AND 1000),
  ADD CONSTRAINT "Person_zip_length" CHECK (char_length("zip") BETWEEN 1 AND 40),
  ADD CONSTRAINT "Person_phone_length" CHECK (char_length("phone") BETWEEN 1 AND 80),
  ADD CONSTRAINT "Person_collectedUnder_size" CHECK (octet_length("collectedUnder"::text) <= 4096);
ALTER TABLE "OptionalAnswer"
  ADD CONSTRAINT "OptionalAnswer_answer_length" CHECK (char_length("answer") BETWEEN 1 AND 2000),
  ADD CONSTRAINT "OptionalAnswer_question_code" CHECK ("question" ~ '^[a-z_]{1,60}$');
ALTER TABLE "EmailChange"
  ADD CONSTRAINT "EmailChange_email_lower" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "EmailChange_email_length" CHECK (char_length("email") BETWEEN 3 AND 254),
  ADD CONSTRAINT "EmailChange_oldHash_length" CHECK (char_length("oldHash") BETWEEN 43 AND 64),
  ADD CONSTRAINT "EmailChange_newHash_length" CHECK (char_length("newHash") BETWEEN 43 AND 64),
  ADD CONSTRAINT "EmailChange_two_links" CHECK ("oldHash" <> "newHash"),
  ADD CONSTRAINT "EmailChange_expires_later" CHECK ("expiresAt" > "createdAt");
ALTER TABLE "Attendance"
  ADD CONSTRAINT "Attendance_guestName_length" CHECK (char_length("guestName") BETWEEN 1 AND 200),
  -- A member's name lives in one place, so that a change of it reaches every list.
  ADD CONSTRAINT "Attendance_one_name" CHECK ("personId" IS NULL OR "guestName" IS NULL),
  ADD CONSTRAINT "Attendance_left_later" CHECK ("leftAt" >= "joinedAt");

-- PP-01.3, PP-09.2, PP-14.1: using the site acknowledges a version and never grants anything. An opt-in names what is
-- sent and is given in one of the places where its words stand beside a box of its own.
ALTER TABLE "ConsentEvent"
  ADD CONSTRAINT "ConsentEvent_grant_by_own_act" CHECK ("act" <> 'grant' OR "surface" IN ('profile', 'webinar', 'room', 'policy')),
  ADD CONSTRAINT "ConsentEvent_grant_names_fields" CHECK ("act" <> 'grant' OR cardinality("fields") > 0),
  ADD CONSTRAINT "ConsentEvent_acknowledge_grants_nothing" CHECK (("act" = 'acknowledge') = ("purpose" = 'policy')),
  ADD CONSTRAINT "ConsentEvent_acknowledges_version" CHECK
    (CASE WHEN "act" = 'acknowledge' THEN "acknowledgedVersionId" IS NOT DISTINCT FROM "policyVersionId"
          ELSE "acknowledgedVersionId" IS NULL END),
  ADD CONSTRAINT "ConsentEvent_recipientId_length" CHECK (char_length("recipientId") BETWEEN 1 AND 100),
  ADD CONSTRAINT "ConsentEvent_shownTextSha256_form" CHECK ("shownTextSha256" ~ '^[0-9a-f]{64}$');

-- Only the person's own act on the same switch takes a directive back; a signal that is missing never does.
ALTER TABLE "PrivacyDirective"
  ADD CONSTRAINT "PrivacyDirective_source_known" CHECK ("source" IN ('header', 'cookie', 'profile')),
  ADD CONSTRAINT "PrivacyDirective_lift_by_own_act" CHECK ("act" = 'set' OR "source" = 'profile');

ALTER TABLE "Release"
  ADD CONSTRAINT "Release_visible_later" CHECK ("visibleAfter" >= "at"),
  ADD CONSTRAINT "Release_recipient_other" CHECK ("recipientKind" IN
    ('participants', 'host', 'processor', 'outside', 'authority', 'statistics')),
  ADD CONSTRAINT "Release_recipientId_length" CHECK (char_length("recipientId") BETWEEN 1 AND 100),
  ADD CONSTRAINT "Release_proofRef_length" CHECK (char_length("proofRef") BETWEEN 1 AND 100);
ALTER TABLE "AccessLog"
  ADD CONSTRAINT "AccessLog_view_length" CHECK (char_length("view") BETWEEN 1 AND 100),
  ADD CONSTRAINT "AccessLog_names_fields" CHECK (cardinality("fields") > 0);

-- PP-08.2, PP-09.3: a helper has agreed for a time, may use what it gets for our six purposes at most, and for one that
-- the configuration does not name it takes two people.
ALTER TABLE "Processor"
  ADD CONSTRAINT "Processor_id_form" CHECK ("id" ~ '^[a-z0-9-]{1,60}$'),
  ADD CONSTRAINT "Processor_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "Processor_purposes_are_ours" CHECK (cardinality("purposes") > 0 AND "purposes" <@ ARRAY
    ['personalize', 'improve_site', 'customer_service', 'conferencing', 'site_features', 'periodic_email']),
  ADD CONSTRAINT "Processor_agreementSha256_form" CHECK ("agreementSha256" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "Processor_window" CHECK ("validUntil" > "signedAt" AND "signedAt" <= "addedAt"),
  ADD CONSTRAINT "Processor_operator_adds_relay" CHECK ("addedBy" <> 'operator' OR "kind" = 'relay');
CREATE FUNCTION refuse_own_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "Processor" WHERE "id" = NEW."processorId" AND "addedBy" = NEW."approvedBy"::text) THEN
    RAISE EXCEPTION 'whoever added a processor cannot approve it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER two_admins BEFORE INSERT ON "ProcessorApproval"
  FOR EACH ROW EXECUTE FUNCTION refuse_own_approval();
ALTER TABLE "ProcessorApproval" ENABLE ALWAYS TRIGGER two_admins;

-- PP-01.2, PP-15.1: a version follows the one before, and what it newly allows is counted here and not believed.
CREATE FUNCTION check_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before jsonb;
  last int;
  wider boolean;
BEGIN
  SELECT "id", "catalogue" INTO last, before FROM "PolicyVersion" ORDER BY "id" DESC LIMIT 1;
  -- A number that is taken is the primary key's to refuse, or to pass over where two starts publish the first one.
  IF NEW."id" <= last THEN
    RETURN NEW;
  ELSIF NEW."id" > coalesce(last, 0) + 1 THEN
    RAISE EXCEPTION 'version % does not follow version %', NEW."id", last USING ERRCODE = 'check_violation';
  END IF;

  wider := last IS NOT NULL AND EXISTS (
    SELECT jsonb_array_elements_text(NEW."catalogue") EXCEPT SELECT jsonb_array_elements_text(before));
  IF NEW."widening" <> wider THEN
    RAISE EXCEPTION 'version % says widening %, and it is %', NEW."id", NEW."widening", wider USING ERRCODE = 'check_violation';
  ELSIF wider AND (NEW."approvedBy" = NEW."publishedBy") IS NOT FALSE THEN
    RAISE EXCEPTION 'a version that allows more takes two admins' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER follows BEFORE INSERT ON "PolicyVersion" FOR EACH ROW EXECUTE FUNCTION check_version();
ALTER TABLE "PolicyVersion" ENABLE ALWAYS TRIGGER follows;
