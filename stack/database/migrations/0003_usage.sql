-- What each tenant has used, by the day (UTC) and the kind of operation. No user, no widget, no path.
CREATE TABLE usage_daily (
  tenant_id  bigint NOT NULL,
  day        date NOT NULL,
  operation  text NOT NULL CHECK (char_length(operation) BETWEEN 1 AND 32),
  calls      bigint NOT NULL DEFAULT 0,
  errors     bigint NOT NULL DEFAULT 0,
  octets_in  bigint NOT NULL DEFAULT 0,
  octets_out bigint NOT NULL DEFAULT 0,
  -- Response times: HdrHistogram's V2 compressed form, which adds up exactly.
  histogram  bytea NOT NULL,
  PRIMARY KEY (tenant_id, day, operation)
);

-- The last batch that each running service has written: one that comes again, because nobody knew
-- whether it was committed, is not added again.
CREATE TABLE usage_writers (
  writer     text PRIMARY KEY,
  last_batch bigint NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now()
);
