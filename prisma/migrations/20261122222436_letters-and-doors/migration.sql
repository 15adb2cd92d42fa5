-- CreateEnum
CREATE TYPE "MailStream" AS ENUM ('account', 'news', 'webinar', 'contest');

-- CreateEnum
CREATE TYPE "LetterClass" AS ENUM ('requested', 'account', 'periodic');

-- CreateEnum
CREATE TYPE "MailAct" AS ENUM ('requested', 'confirmed', 'unsubscribed', 'complained', 'bounced');

-- CreateEnum
CREATE TYPE "OutboxState" AS ENUM ('queued', 'handing', 'sent', 'unknown', 'refused', 'stopped', 'parked');

-- CreateEnum
CREATE TYPE "TicketTopic" AS ENUM ('privacy', 'account', 'webinar', 'link', 'other');

-- CreateEnum
CREATE TYPE "SurveyKind" AS ENUM ('survey', 'contest', 'promotion', 'form');

-- CreateTable
CREATE TABLE "AdCounter" (
    "day" DATE NOT NULL,
    "slot" TEXT NOT NULL,
    "ad" TEXT NOT NULL,
    "shown" INTEGER NOT NULL,

    CONSTRAINT "AdCounter_pkey" PRIMARY KEY ("day","slot","ad")
);

-- CreateTable
CREATE TABLE "HouseAd" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "addedBy" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "HouseAd_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Letter" (
    "id" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "postalAddress" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "letterId" UUID NOT NULL,
    "stream" "MailStream" NOT NULL,
    "class" "LetterClass" NOT NULL,
    "subject" UUID NOT NULL,
    "address" TEXT,
    "collectedVia" "CollectionPoint" NOT NULL,
    "policyVersionId" INTEGER NOT NULL,
    "addressHash" TEXT NOT NULL,
    "issueId" UUID,
    "state" "OutboxState" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "releaseId" BIGINT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailEvent" (
    "id" BIGSERIAL NOT NULL,
    "addressHash" TEXT NOT NULL,
    "stream" TEXT NOT NULL,
    "act" "MailAct" NOT NULL,
    "source" TEXT NOT NULL,
    "tokenHash" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MailEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Subscriber" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'newsletter',
    "policyVersionId" INTEGER NOT NULL,
    "agePassedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Subscriber_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Issue" (
    "id" UUID NOT NULL,
    "stream" "MailStream" NOT NULL,
    "title" TEXT NOT NULL,
    "markdown" TEXT NOT NULL,
    "writtenBy" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "scheduledAt" TIMESTAMPTZ(3),
    "letterId" UUID,
    "audience" INTEGER,
    "pausedAt" TIMESTAMPTZ(3),
    "cancelledAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboundOffer" (
    "id" UUID NOT NULL,
    "company" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "theirPolicyUrl" TEXT NOT NULL,
    "addedBy" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "pulledAt" TIMESTAMPTZ(3),
    "pulledBy" UUID,

    CONSTRAINT "OutboundOffer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LinkReport" (
    "id" UUID NOT NULL,
    "offerId" UUID NOT NULL,
    "personId" UUID,
    "text" TEXT NOT NULL,
    "email" TEXT,
    "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'form',
    "policyVersionId" INTEGER NOT NULL,
    "agePassedAt" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "settledAt" TIMESTAMPTZ(3),
    "settledBy" UUID,

    CONSTRAINT "LinkReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Ticket" (
    "id" UUID NOT NULL,
    "topic" "TicketTopic" NOT NULL,
    "personId" UUID,
    "email" TEXT,
    "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'form',
    "policyVersionId" INTEGER NOT NULL,
    "agePassedAt" TIMESTAMPTZ(3) NOT NULL,
    "linkHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TicketMessage" (
    "id" BIGSERIAL NOT NULL,
    "ticketId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'form',
    "policyVersionId" INTEGER NOT NULL,
    "staffId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TicketMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Survey" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" "SurveyKind" NOT NULL,
    "title" TEXT NOT NULL,
    "intro" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "questions" JSONB NOT NULL,
    "ownerId" UUID NOT NULL,
    "webinarId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "keepDays" INTEGER NOT NULL,
    "clearedAt" TIMESTAMPTZ(3),
    "answered" INTEGER,
    "winners" INTEGER,
    "seed" TEXT,
    "seedSha256" TEXT,

    CONSTRAINT "Survey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SurveyEntry" (
    "id" UUID NOT NULL,
    "surveyId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "personId" UUID,
    "email" TEXT,
    "answers" TEXT NOT NULL,
    "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'survey',
    "policyVersionId" INTEGER NOT NULL,
    "agePassedAt" TIMESTAMPTZ(3) NOT NULL,
    "linkHash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SurveyEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Draw" (
    "surveyId" UUID NOT NULL,
    "seed" TEXT NOT NULL,
    "numbers" INTEGER[],
    "winners" INTEGER[],
    "drawnBy" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Draw_pkey" PRIMARY KEY ("surveyId")
);

-- CreateTable
CREATE TABLE "VisitFact" (
    "id" BIGSERIAL NOT NULL,
    "day" DATE NOT NULL,
    "pageGroup" TEXT NOT NULL,
    "browser" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "collectedVia" "CollectionPoint",

    CONSTRAINT "VisitFact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DailySalt" (
    "day" DATE NOT NULL,
    "salt" TEXT NOT NULL,

    CONSTRAINT "DailySalt_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "PublishedFigure" (
    "day" DATE NOT NULL,
    "cut" TEXT NOT NULL,
    "cell" TEXT NOT NULL,
    "value" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PublishedFigure_pkey" PRIMARY KEY ("day","cut","cell")
);

-- CreateTable
CREATE TABLE "FigureHandout" (
    "id" BIGSERIAL NOT NULL,
    "recipient" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "fromDay" DATE NOT NULL,
    "toDay" DATE NOT NULL,
    "rows" INTEGER NOT NULL,
    "givenBy" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FigureHandout_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_key_key" ON "Outbox"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_messageId_key" ON "Outbox"("messageId");

-- CreateIndex
CREATE INDEX "Outbox_state_class_nextAt_id_idx" ON "Outbox"("state", "class", "nextAt", "id");

-- CreateIndex
CREATE INDEX "Outbox_addressHash_stream_settledAt_idx" ON "Outbox"("addressHash", "stream", "settledAt");

-- CreateIndex
CREATE INDEX "Outbox_issueId_state_idx" ON "Outbox"("issueId", "state");

-- CreateIndex
CREATE INDEX "Outbox_letterId_idx" ON "Outbox"("letterId");

-- CreateIndex
CREATE INDEX "MailEvent_addressHash_id_idx" ON "MailEvent"("addressHash", "id");

-- CreateIndex
CREATE INDEX "MailEvent_tokenHash_idx" ON "MailEvent"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Subscriber_email_key" ON "Subscriber"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Subscriber_addressHash_key" ON "Subscriber"("addressHash");

-- CreateIndex
CREATE INDEX "Subscriber_createdAt_idx" ON "Subscriber"("createdAt");

-- CreateIndex
CREATE INDEX "Issue_scheduledAt_idx" ON "Issue"("scheduledAt");

-- CreateIndex
CREATE INDEX "LinkReport_settledAt_at_idx" ON "LinkReport"("settledAt", "at");

-- CreateIndex
CREATE INDEX "LinkReport_personId_idx" ON "LinkReport"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_linkHash_key" ON "Ticket"("linkHash");

-- CreateIndex
CREATE INDEX "Ticket_closedAt_changedAt_idx" ON "Ticket"("closedAt", "changedAt");

-- CreateIndex
CREATE INDEX "Ticket_personId_idx" ON "Ticket"("personId");

-- CreateIndex
CREATE INDEX "TicketMessage_ticketId_id_idx" ON "TicketMessage"("ticketId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Survey_code_key" ON "Survey"("code");

-- CreateIndex
CREATE INDEX "Survey_ownerId_createdAt_idx" ON "Survey"("ownerId", "createdAt");

-- CreateIndex
CREATE INDEX "Survey_webinarId_idx" ON "Survey"("webinarId");

-- CreateIndex
CREATE INDEX "Survey_endsAt_idx" ON "Survey"("endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyEntry_linkHash_key" ON "SurveyEntry"("linkHash");

-- CreateIndex
CREATE INDEX "SurveyEntry_personId_idx" ON "SurveyEntry"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyEntry_surveyId_number_key" ON "SurveyEntry"("surveyId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "SurveyEntry_surveyId_personId_key" ON "SurveyEntry"("surveyId", "personId");

-- CreateIndex
CREATE INDEX "VisitFact_day_pageGroup_idx" ON "VisitFact"("day", "pageGroup");

-- AddForeignKey
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_letterId_fkey" FOREIGN KEY ("letterId") REFERENCES "Letter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Outbox" ADD CONSTRAINT "Outbox_releaseId_fkey" FOREIGN KEY ("releaseId") REFERENCES "Release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Subscriber" ADD CONSTRAINT "Subscriber_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_letterId_fkey" FOREIGN KEY ("letterId") REFERENCES "Letter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkReport" ADD CONSTRAINT "LinkReport_offerId_fkey" FOREIGN KEY ("offerId") REFERENCES "OutboundOffer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkReport" ADD CONSTRAINT "LinkReport_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkReport" ADD CONSTRAINT "LinkReport_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketMessage" ADD CONSTRAINT "TicketMessage_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TicketMessage" ADD CONSTRAINT "TicketMessage_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Survey" ADD CONSTRAINT "Survey_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Survey" ADD CONSTRAINT "Survey_webinarId_fkey" FOREIGN KEY ("webinarId") REFERENCES "Webinar"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyEntry" ADD CONSTRAINT "SurveyEntry_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyEntry" ADD CONSTRAINT "SurveyEntry_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SurveyEntry" ADD CONSTRAINT "SurveyEntry_policyVersionId_fkey" FOREIGN KEY ("policyVersionId") REFERENCES "PolicyVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draw" ADD CONSTRAINT "Draw_surveyId_fkey" FOREIGN KEY ("surveyId") REFERENCES "Survey"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
