-- PP-10.2: all that anybody else is ever given of visits. The role for it can read this and nothing besides.
CREATE VIEW "FiguresForOthers" AS
  SELECT "day", "cut", "cell", "value" FROM "PublishedFigure" WHERE "value" >= 10 AND "value" % 5 = 0;

-- A day is published once. A second edition, set against the first, could tell of the few by whom they differ.
CREATE FUNCTION refuse_second_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "PublishedFigure" WHERE "day" = NEW."day" AND "at" <> NEW."at") THEN
    RAISE EXCEPTION 'the figures of this day are published' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER published_once BEFORE INSERT ON "PublishedFigure" FOR EACH ROW EXECUTE FUNCTION refuse_second_edition();
ALTER TABLE "PublishedFigure" ENABLE ALWAYS TRIGGER published_once;

-- PP-08.1: whoever counts visits for us gets nothing but visits, to improve the site and for nothing else. Entries from
-- before this stay as they were signed, because no entry can be changed.
CREATE FUNCTION refuse_wide_analytics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."kind" = 'analytics' AND NOT
    (NEW."categories" <@ ARRAY['visit_pseudonym', 'visit_aggregate'] AND NEW."purposes" = ARRAY['improve_site']) THEN
    RAISE EXCEPTION 'a company that counts visits gets nothing but visits' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER visits_only BEFORE INSERT ON "Processor" FOR EACH ROW EXECUTE FUNCTION refuse_wide_analytics();
ALTER TABLE "Processor" ENABLE ALWAYS TRIGGER visits_only;
