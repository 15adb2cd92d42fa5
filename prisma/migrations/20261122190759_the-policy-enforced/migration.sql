-- CreateEnum
CREATE TYPE "Theme" AS ENUM ('system', 'light', 'dark');

-- CreateEnum
CREATE TYPE "ConsentAct" AS ENUM ('grant', 'withdraw', 'acknowledge');

-- CreateEnum
CREATE TYPE "DirectiveKind" AS ENUM ('gpc', 'dnt', 'ads_optout', 'statistics_optout');

-- CreateEnum
CREATE TYPE "DirectiveAct" AS ENUM ('set', 'lift');

-- DropIndex
DROP INDEX "PolicyVersion_bodySha256_key";

-- AlterTable
-- Accounts of before the age question: the epoch says that they were never asked.
ALTER TABLE "Person" ADD COLUMN     "address" TEXT,
ADD COLUMN     "agePassedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch',
ADD COLUMN     "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT 'epoch',
ADD COLUMN     "collectedUnder" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "phone" TEXT,
ADD COLUMN     "suspendedAt" TIMESTAMPTZ(3),
ADD COLUMN     "theme" "Theme" NOT NULL DEFAULT 'system',
ADD COLUMN     "zip" TEXT;

-- A text that was published before its rules were counted allows what they say in words: so accounts and webinars of then
-- go on. What comes later asks for its own version.
ALTER TABLE "PolicyVersion" ADD COLUMN     "approvedBy" UUID,
ADD COLUMN     "catalogue" JSONB NOT NULL DEFAULT '[
  "address customer_service staff look PP-03.3",
  "address law authority order PP-10.1",
  "address personalize self own PP-12.3",
  "address site_features outside opt_in PP-09.2",
  "address site_features us service PP-03.5",
  "attendance conferencing host service PP-05.1",
  "attendance conferencing us service PP-03.4",
  "attendance customer_service staff look PP-03.3",
  "attendance law authority order PP-10.1",
  "attendance personalize self own PP-12.3",
  "browser_id improve_site us notice PP-03.2",
  "chat conferencing participants service PP-03.4",
  "chat conferencing us service PP-03.4",
  "consent conferencing us service PP-03.4",
  "consent customer_service staff look PP-03.3",
  "consent law authority order PP-10.1",
  "consent personalize self own PP-12.3",
  "email conferencing host opt_in PP-09.2",
  "email conferencing processor agreement PP-09.3",
  "email conferencing us service PP-03.4",
  "email customer_service staff look PP-03.3",
  "email law authority order PP-10.1",
  "email periodic_email us notice PP-03.6",
  "email personalize self own PP-12.3",
  "email site_features outside opt_in PP-09.2",
  "how_heard customer_service staff look PP-03.3",
  "how_heard improve_site us notice PP-03.2",
  "how_heard law authority order PP-10.1",
  "how_heard personalize self own PP-12.3",
  "media conferencing participants service PP-03.4",
  "media conferencing us service PP-03.4",
  "message customer_service staff look PP-03.3",
  "message improve_site us notice PP-03.2",
  "message law authority order PP-10.1",
  "message personalize self own PP-12.3",
  "name conferencing host service PP-05.1",
  "name conferencing participants opt_in PP-09.2",
  "name conferencing participants service PP-03.4",
  "name conferencing us service PP-03.4",
  "name customer_service staff look PP-03.3",
  "name law authority order PP-10.1",
  "name personalize self own PP-12.3",
  "name personalize us service PP-03.1",
  "name site_features outside opt_in PP-09.2",
  "network_address conferencing us service PP-03.4",
  "optional_info customer_service staff look PP-03.3",
  "optional_info improve_site us notice PP-03.2",
  "optional_info law authority order PP-10.1",
  "optional_info personalize self own PP-12.3",
  "optional_info site_features outside opt_in PP-09.2",
  "phone customer_service staff look PP-03.3",
  "phone law authority order PP-10.1",
  "phone personalize self own PP-12.3",
  "phone site_features outside opt_in PP-09.2",
  "settings conferencing us service PP-03.4",
  "settings law authority order PP-10.1",
  "settings personalize self own PP-12.3",
  "settings personalize us service PP-03.1",
  "survey_answer law authority order PP-10.1",
  "survey_answer personalize self own PP-12.3",
  "survey_answer site_features us service PP-03.5",
  "time_zone conferencing us service PP-03.4",
  "time_zone customer_service staff look PP-03.3",
  "time_zone law authority order PP-10.1",
  "time_zone personalize self own PP-12.3",
  "time_zone personalize us service PP-03.1",
  "visit_aggregate improve_site processor agreement PP-08.1",
  "visit_aggregate improve_site statistics aggregate PP-10.2",
  "visit_pseudonym improve_site processor agreement PP-08.1",
  "visit_pseudonym improve_site us notice PP-03.2",
  "zip customer_service staff look PP-03.3",
  "zip law authority order PP-10.1",
  "zip personalize self own PP-12.3",
  "zip site_features outside opt_in PP-09.2",
  "zip site_features us service PP-03.5"
]',
ADD COLUMN     "catalogueSha256" TEXT NOT NULL DEFAULT 'dc355f99cc394ad370fb6e6a2a2e45d65831d4768e9369bb5edcffea8de9348b',
ADD COLUMN     "houseRules" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "proposalId" BIGINT,
ADD COLUMN     "publishedBy" UUID,
ADD COLUMN     "widening" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Webinar" ADD COLUMN     "hostReleaseId" BIGINT;

-- CreateTable
CREATE TABLE "OptionalAnswer" (
    "personId" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "policyVersionId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OptionalAnswer_pkey" PRIMARY KEY ("personId","question")
);

-- CreateTable
CREATE TABLE "EmailChange" (
    "personId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "oldHash" TEXT NOT NULL,
    "newHash" TEXT NOT NULL,
    "oldConfirmedAt" TIMESTAMPTZ(3),
    "newConfirmedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EmailChange_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "ConsentEvent" (
    "id" BIGSERIAL NOT NULL,
    "subject" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "recipientKind" TEXT NOT NULL,
    "recipientId" TEXT NOT NULL,
    "fields" TEXT[],
    "act" "ConsentAct" NOT NULL,
    "clauseId" TEXT NOT NULL,
    "policyVersionId" INTEGER NOT NULL,
    "acknowledgedVersionId" INTEGER,
    "surface" TEXT NOT NULL,
    "shownTextSha256" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConsentEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PrivacyDirective" (
    "id" BIGSERIAL NOT NULL,
    "subject" UUID NOT NULL,
    "kind" "DirectiveKind" NOT NULL,
    "act" "DirectiveAct" NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PrivacyDirective_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Release" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "rule" TEXT NOT NULL,
    "clauseId" TEXT NOT NULL,
    "policyVersionId" INTEGER NOT NULL,
    "subject" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "recipientKind" TEXT NOT NULL,
    "recipientId" TEXT NOT NULL,
    "proofKind" TEXT NOT NULL,
    "proofRef" TEXT NOT NULL,
    "visibleAfter" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessLog" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" UUID NOT NULL,
    "subject" UUID NOT NULL,
    "clauseId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "view" TEXT NOT NULL,
    "fields" TEXT[],
    "ticketId" UUID,

    CONSTRAINT "AccessLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Processor" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "hosts" TEXT[],
    "purposes" TEXT[],
    "categories" TEXT[],
    "agreementSha256" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3) NOT NULL,
    "addedBy" TEXT NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Processor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProcessorApproval" (
    "processorId" TEXT NOT NULL,
    "approvedBy" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProcessorApproval_pkey" PRIMARY KEY ("processorId")
);

-- CreateTable
CREATE TABLE "ProcessorEnd" (
    "processorId" TEXT NOT NULL,
    "endedBy" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProcessorEnd_pkey" PRIMARY KEY ("processorId")
);

-- CreateTable
CREATE TABLE "PolicyProposal" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" UUID NOT NULL,
    "baseVersionId" INTEGER NOT NULL,
    "effectiveAt" TIMESTAMPTZ(3) NOT NULL,
    "bodySha256" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "houseRules" JSONB NOT NULL,
    "catalogueSha256" TEXT NOT NULL,
    "catalogue" JSONB NOT NULL,

    CONSTRAINT "PolicyProposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attendance" (
    "id" UUID NOT NULL,
    "webinarId" UUID NOT NULL,
    "attendeeId" UUID NOT NULL,
    "personId" UUID,
    "guestName" TEXT,
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,
    "leftAt" TIMESTAMPTZ(3),

    CONSTRAINT "Attendance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "EmailChange_oldHash_key" ON "EmailChange"("oldHash");

-- CreateIndex
CREATE UNIQUE INDEX "EmailChange_newHash_key" ON "EmailChange"("newHash");

-- CreateIndex
CREATE INDEX "ConsentEvent_subject_purpose_recipientId_id_idx" ON "ConsentEvent"("subject", "purpose", "recipientId", "id");

-- CreateIndex
CREATE INDEX "ConsentEvent_recipientId_purpose_id_idx" ON "ConsentEvent"("recipientId", "purpose", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ConsentEvent_subject_acknowledgedVersionId_key" ON "ConsentEvent"("subject", "acknowledgedVersionId");

-- CreateIndex
CREATE INDEX "PrivacyDirective_subject_kind_id_idx" ON "PrivacyDirective"("subject", "kind", "id");

-- CreateIndex
CREATE INDEX "Release_subject_id_idx" ON "Release"("subject", "id");

-- CreateIndex
CREATE INDEX "Release_recipientId_subject_id_idx" ON "Release"("recipientId", "subject", "id");

-- CreateIndex
CREATE INDEX "AccessLog_subject_id_idx" ON "AccessLog"("subject", "id");

-- CreateIndex
CREATE INDEX "Attendance_personId_idx" ON "Attendance"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Attendance_webinarId_attendeeId_key" ON "Attendance"("webinarId", "attendeeId");

-- CreateIndex
CREATE INDEX "Person_changedAt_idx" ON "Person"("changedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PolicyVersion_proposalId_key" ON "PolicyVersion"("proposalId");

-- CreateIndex
CREATE UNIQUE INDEX "Webinar_hostReleaseId_key" ON "Webinar"("hostReleaseId");

-- AddForeignKey
ALTER TABLE "OptionalAnswer" ADD CONSTRAINT "OptionalAnswer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OptionalAnswer" ADD CONSTRAINT "OptionalAnswer_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EmailChange" ADD CONSTRAINT "EmailChange_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsentEvent" ADD CONSTRAINT "ConsentEvent_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Release" ADD CONSTRAINT "Release_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProcessorApproval" ADD CONSTRAINT "ProcessorApproval_processorId_fkey" FOREIGN KEY ("processorId") REFERENCES "Processor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProcessorEnd" ADD CONSTRAINT "ProcessorEnd_processorId_fkey" FOREIGN KEY ("processorId") REFERENCES "Processor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "PolicyProposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Webinar" ADD CONSTRAINT "Webinar_hostReleaseId_fkey" FOREIGN KEY ("hostReleaseId") REFERENCES "Release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_webinarId_fkey" FOREIGN KEY ("webinarId") REFERENCES "Webinar"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendance" ADD CONSTRAINT "Attendance_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "PolicyVersion" ALTER COLUMN "catalogue" SET DEFAULT '[]', ALTER COLUMN "catalogueSha256" SET DEFAULT 'none';

-- Nobody is entered without the question any more, and nobody's change goes unseen.
ALTER TABLE "Person" ALTER COLUMN "agePassedAt" DROP DEFAULT, ALTER COLUMN "changedAt" DROP DEFAULT;

-- The names of hosts that already stand on the pages of their webinars were released as well.
INSERT INTO "Release" ("at", "rule", "clauseId", "policyVersionId", "subject", "category", "purpose", "recipientKind",
                       "recipientId", "proofKind", "proofRef", "visibleAfter")
  SELECT w."createdAt", 'name-host', 'PP-03.4', p."policyVersionId", w."hostId", 'name', 'conferencing', 'participants',
         w."id"::text, 'service', w."id"::text, w."createdAt"
  FROM "Webinar" w JOIN "Person" p ON p."id" = w."hostId";
UPDATE "Webinar" w SET "hostReleaseId" = r."id" FROM "Release" r WHERE r."proofRef" = w."id"::text;
ALTER TABLE "Webinar" ALTER COLUMN "hostReleaseId" SET NOT NULL;
