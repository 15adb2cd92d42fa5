-- AlterTable
ALTER TABLE "Survey" ADD COLUMN     "entered" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "terms" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE UNIQUE INDEX "SurveyEntry_surveyId_email_key" ON "SurveyEntry"("surveyId", "email");

-- Written by hand from here on.
ALTER TABLE "Survey"
  ADD CONSTRAINT "Survey_terms_length" CHECK (char_length("terms") <= 5000),
  ADD CONSTRAINT "Survey_entered_counts" CHECK ("entered" >= 0),
  ADD CONSTRAINT "Survey_winners_where_drawn" CHECK (("kind" IN ('contest', 'promotion')) = ("winners" IS NOT NULL)),
  -- The hash that is published before the first entry is that of the seed which is published with the draw.
  ADD CONSTRAINT "Survey_seed_has_its_hash" CHECK ("seedSha256" = encode(sha256(convert_to("seed", 'UTF8')), 'hex')),
  ADD CONSTRAINT "Survey_published_with_questions" CHECK ("publishedAt" IS NULL OR jsonb_array_length("questions") >= 1);

-- PP-03.5: whoever answers has read what is asked, what for, until when it is kept and how it is drawn. None of it changes
-- after that; a survey can only be closed before its day.
CREATE FUNCTION survey_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."code", NEW."kind", NEW."title", NEW."intro", NEW."purpose", NEW."questions", NEW."terms", NEW."ownerId",
      NEW."webinarId", NEW."publishedAt", NEW."endsAt", NEW."keepDays", NEW."winners", NEW."seed", NEW."seedSha256")
    IS DISTINCT FROM
     (OLD."code", OLD."kind", OLD."title", OLD."intro", OLD."purpose", OLD."questions", OLD."terms", OLD."ownerId",
      OLD."webinarId", OLD."publishedAt", OLD."endsAt", OLD."keepDays", OLD."winners", OLD."seed", OLD."seedSha256")
    OR (OLD."closedAt" IS NOT NULL AND NEW."closedAt" IS DISTINCT FROM OLD."closedAt")
    OR (OLD."clearedAt" IS NOT NULL AND NEW."clearedAt" IS DISTINCT FROM OLD."clearedAt")
    OR NEW."entered" < OLD."entered" THEN
    RAISE EXCEPTION 'a survey stays as it was published' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER stays BEFORE UPDATE ON "Survey" FOR EACH ROW WHEN (OLD."publishedAt" IS NOT NULL)
  EXECUTE FUNCTION survey_stays();
ALTER TABLE "Survey" ENABLE ALWAYS TRIGGER stays;

-- Answers change while they are still taken, and not after.
CREATE TRIGGER changed_in_time BEFORE UPDATE OF "answers" ON "SurveyEntry"
  FOR EACH ROW EXECUTE FUNCTION entry_in_time();
ALTER TABLE "SurveyEntry" ENABLE ALWAYS TRIGGER changed_in_time;

-- A draw comes after the end, from the seed whose hash was published, and among the entries that there are.
CREATE FUNCTION draw_is_fair() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "Survey" WHERE "id" = NEW."surveyId" AND "seed" = NEW."seed" AND "clearedAt" IS NULL
      AND ("endsAt" <= NEW."at" OR "closedAt" <= NEW."at")
      AND cardinality(NEW."winners") = least("winners", cardinality(NEW."numbers")))
    OR NOT NEW."winners" <@ NEW."numbers"
    OR NEW."numbers" IS DISTINCT FROM
       coalesce((SELECT array_agg("number" ORDER BY "number") FROM "SurveyEntry" WHERE "surveyId" = NEW."surveyId"), '{}') THEN
    RAISE EXCEPTION 'this is no draw of that contest' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER fair BEFORE INSERT ON "Draw" FOR EACH ROW EXECUTE FUNCTION draw_is_fair();
ALTER TABLE "Draw" ENABLE ALWAYS TRIGGER fair;
