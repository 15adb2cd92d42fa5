-- What was written here stays as it was written, whoever asks: the app, its jobs, and the role that owns the tables.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '"%" is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

-- For each statement, not each row: TRUNCATE has no rows, and a change that matches none is a mistake as well.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditNote"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "PolicyVersion"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- ALWAYS: otherwise a session that calls itself a replica would be let through.
ALTER TABLE "AuditNote" ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE "PolicyVersion" ENABLE ALWAYS TRIGGER append_only;
