-- AlterTable
ALTER TABLE "LinkReport" ADD COLUMN     "tellsAccount" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "tellsAccount" BOOLEAN NOT NULL DEFAULT false;

-- Whoever has an account is told at its address, which is kept there and nowhere else.
ALTER TABLE "Ticket"
  ADD CONSTRAINT "Ticket_one_address" CHECK (("personId" IS NULL OR "email" IS NULL) AND ("personId" IS NOT NULL OR NOT "tellsAccount"));
ALTER TABLE "LinkReport"
  ADD CONSTRAINT "LinkReport_one_address" CHECK (("personId" IS NULL OR "email" IS NULL) AND ("personId" IS NOT NULL OR NOT "tellsAccount"));

-- PP-03.3: whoever looks because of a question looks at whoever asked it, while it is open. The row of the question is held,
-- so that it cannot be closed in between.
CREATE FUNCTION look_needs_open_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM "Ticket" WHERE "id" = NEW."ticketId" AND coalesce("personId", "id") = NEW."subject" AND "closedAt" IS NULL
    FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no open ticket of this person' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER open_ticket BEFORE INSERT ON "AccessLog" FOR EACH ROW WHEN (NEW."ticketId" IS NOT NULL)
  EXECUTE FUNCTION look_needs_open_ticket();
ALTER TABLE "AccessLog" ENABLE ALWAYS TRIGGER open_ticket;
