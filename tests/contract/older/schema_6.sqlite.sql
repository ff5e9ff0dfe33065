ALTER TABLE route ADD COLUMN reply_number BIGINT;
