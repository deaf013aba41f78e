-- Work that any number of workers share. The server is the only arbiter: who holds an item, until
-- when, and what became of it is decided here, by this clock, in transactions.

CREATE TABLE work_schedules (
  schedule_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name        text NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 64),
  kind        text NOT NULL CHECK (kind IN ('once', 'interval', 'cron', 'rrule')),
  expression  text NOT NULL CHECK (char_length(expression) <= 1024),
  time_zone   text NOT NULL DEFAULT 'UTC' CHECK (char_length(time_zone) BETWEEN 1 AND 64),
  starts      timestamptz NOT NULL,
  -- Of the runs that it makes.
  work_kind   text NOT NULL CHECK (char_length(work_kind) BETWEEN 1 AND 64),
  plan        jsonb NOT NULL DEFAULT '{}',
  priority    integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL DEFAULT 3 CHECK (max_attempts BETWEEN 1 AND 1000),
  state       text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'ended')),
  next_at     timestamptz,
  last_at     timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  CHECK (state <> 'active' OR next_at IS NOT NULL)
);

CREATE INDEX work_schedules_next_idx ON work_schedules (next_at) WHERE state = 'active';

CREATE TABLE work_runs (
  work_id     uuid PRIMARY KEY,
  schedule_id bigint REFERENCES work_schedules ON DELETE SET NULL,
  due         timestamptz,
  kind        text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 64),
  plan        jsonb NOT NULL DEFAULT '{}',
  priority    integer NOT NULL DEFAULT 0,
  state       text NOT NULL DEFAULT 'queued'
              CHECK (state IN ('queued', 'running', 'paused', 'finished', 'failed', 'cancelled')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  -- What came of it. No reference: that a result went with retention does not make it wanted again.
  result_id   uuid,
  CHECK ((finished_at IS NOT NULL) = (state IN ('finished', 'failed', 'cancelled'))),
  -- One run for each time that a schedule was due, however many schedulers there are.
  UNIQUE (schedule_id, due)
);

CREATE INDEX work_runs_created_idx ON work_runs (created_at, work_id);
CREATE INDEX work_runs_state_idx ON work_runs (state, finished_at);

CREATE TABLE work_items (
  item_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  work_id      uuid NOT NULL REFERENCES work_runs ON DELETE CASCADE,
  ordinal      integer NOT NULL,
  -- The run's own: the index below serves a lease without a look at any run.
  priority     integer NOT NULL DEFAULT 0,
  payload      jsonb NOT NULL,
  state        text NOT NULL DEFAULT 'ready'
               CHECK (state IN ('ready', 'leased', 'done', 'failed', 'cancelled')),
  -- Later than now after a failure, and when snoozed.
  ready_at     timestamptz NOT NULL DEFAULT now(),
  attempts     integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL CHECK (max_attempts BETWEEN 1 AND 1000),
  -- Grows with each lease. Who finishes an item under an older one is too late.
  token        bigint NOT NULL DEFAULT 0,
  leased_by    text,
  leased_until timestamptz,
  result       jsonb,
  histogram    bytea,
  error        text,
  UNIQUE (work_id, ordinal),
  CHECK ((leased_until IS NOT NULL) = (state = 'leased'))
);

CREATE INDEX work_items_wanted_idx ON work_items (priority DESC, ready_at, ordinal, item_id)
  WHERE state IN ('ready', 'leased');
CREATE INDEX work_items_open_idx ON work_items (work_id) WHERE state IN ('ready', 'leased');

-- Each lease that was ever given. It is alive as long as it has no outcome.
CREATE TABLE work_attempts (
  item_id bigint NOT NULL REFERENCES work_items ON DELETE CASCADE,
  token   bigint NOT NULL,
  worker  text NOT NULL,
  started timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended   timestamptz,
  outcome text CHECK (outcome IN ('done', 'failed', 'expired', 'handed back', 'cancelled')),
  error   text,
  PRIMARY KEY (item_id, token),
  CHECK ((ended IS NOT NULL) = (outcome IS NOT NULL))
);

-- Changes of state on their way to the stream, written with the change: a change without its event,
-- or an event without its change, cannot be. A stream that was lost can be filled again with what
-- is still here.
CREATE TABLE work_outbox (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  kind     text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 64),
  body     jsonb NOT NULL,
  -- Where it stands in the stream, once it does.
  entry_id text
);

CREATE INDEX work_outbox_waiting_idx ON work_outbox (event_id) WHERE entry_id IS NULL;
