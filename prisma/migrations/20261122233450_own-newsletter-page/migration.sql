-- AlterTable
ALTER TABLE "Subscriber" ADD COLUMN     "linkExpiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "linkHash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Subscriber_linkHash_key" ON "Subscriber"("linkHash");
