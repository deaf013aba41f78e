-- What is no number: the lines of evidence behind a verdict, and tables such as the ledger by site.

ALTER TABLE checks ADD COLUMN evidence jsonb NOT NULL DEFAULT '[]';

CREATE TABLE tables (
  run_id     uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal    integer NOT NULL,
  check_name text NOT NULL,
  name       text NOT NULL,
  columns    jsonb NOT NULL,
  rows       jsonb NOT NULL,
  PRIMARY KEY (run_id, ordinal)
);
