-- The forms say these things kindly; the database says them for good. Lengths are wider than any form allows, so that
-- wording a form differently needs no migration.

ALTER TABLE "Person"
  ADD CONSTRAINT "Person_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "Person_email_lower" CHECK ("email" = lower("email")),
  ADD CONSTRAINT "Person_email_length" CHECK (char_length("email") BETWEEN 3 AND 254),
  ADD CONSTRAINT "Person_howHeard_length" CHECK (char_length("howHeard") <= 500),
  ADD CONSTRAINT "Person_timeZone_length" CHECK (char_length("timeZone") BETWEEN 1 AND 64),
  ADD CONSTRAINT "Person_passwordHash_length" CHECK (char_length("passwordHash") BETWEEN 1 AND 500);

ALTER TABLE "Session"
  ADD CONSTRAINT "Session_id_length" CHECK (char_length("id") BETWEEN 43 AND 64),
  ADD CONSTRAINT "Session_data_size" CHECK (octet_length("data"::text) <= 16384);

ALTER TABLE "MailedLink"
  ADD CONSTRAINT "MailedLink_hash_length" CHECK (char_length("hash") BETWEEN 43 AND 64),
  ADD CONSTRAINT "MailedLink_expires_later" CHECK ("expiresAt" > "createdAt");

ALTER TABLE "FirstAdminLink"
  ADD CONSTRAINT "FirstAdminLink_one" CHECK ("id" = 1),
  ADD CONSTRAINT "FirstAdminLink_hash_length" CHECK (char_length("hash") BETWEEN 43 AND 64);

ALTER TABLE "AuditNote"
  ADD CONSTRAINT "AuditNote_event_length" CHECK (char_length("event") BETWEEN 1 AND 100),
  ADD CONSTRAINT "AuditNote_facts_size" CHECK (octet_length("facts"::text) <= 16384);

-- PP-01.2: "last modified" on the page is the day the text was published, and no text applies before it is published.
ALTER TABLE "PolicyVersion"
  ADD CONSTRAINT "PolicyVersion_id_positive" CHECK ("id" >= 1),
  ADD CONSTRAINT "PolicyVersion_lastModified_published" CHECK ("lastModified" = ("publishedAt" AT TIME ZONE 'UTC')::date),
  ADD CONSTRAINT "PolicyVersion_effective_after_published" CHECK ("effectiveAt" >= "publishedAt"),
  ADD CONSTRAINT "PolicyVersion_bodySha256_length" CHECK (char_length("bodySha256") BETWEEN 43 AND 64);

ALTER TABLE "Webinar"
  ADD CONSTRAINT "Webinar_code_length" CHECK (char_length("code") BETWEEN 8 AND 32),
  ADD CONSTRAINT "Webinar_title_length" CHECK (char_length("title") BETWEEN 1 AND 300),
  ADD CONSTRAINT "Webinar_description_length" CHECK (char_length("description") <= 20000),
  ADD CONSTRAINT "Webinar_startsLocal_form" CHECK ("startsLocal" ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  ADD CONSTRAINT "Webinar_timeZone_length" CHECK (char_length("timeZone") BETWEEN 1 AND 64),
  ADD CONSTRAINT "Webinar_lengthMinutes_range" CHECK ("lengthMinutes" BETWEEN 5 AND 720);
