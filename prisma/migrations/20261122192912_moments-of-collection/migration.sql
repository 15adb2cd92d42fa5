-- CreateEnum
CREATE TYPE "CollectionPoint" AS ENUM ('registration', 'newsletter', 'survey', 'form');

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'registration';

-- AlterTable
ALTER TABLE "OptionalAnswer" ADD COLUMN     "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'form';

-- AlterTable
ALTER TABLE "EmailChange" ADD COLUMN     "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'form';

-- AlterTable
ALTER TABLE "Attendance" ADD COLUMN     "collectedVia" "CollectionPoint" NOT NULL DEFAULT 'form';
