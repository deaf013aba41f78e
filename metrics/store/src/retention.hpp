#pragma once

namespace orbbench::store {

/// Removes all but the latest $1 of each kind, and says how many went. A kind with a dot is a part
/// ("soak.interval"): it belongs to the whole ("soak") of the same name in its fingerprint, stays
/// and goes with that, and is not counted. A whole that has parts and no result is neither: it goes
/// once $1 later ones have a result, unless something was stored of it within the last day, since
/// it may be going on.
inline constexpr const char* kRetainQuery = R"sql(
  WITH members AS (
    SELECT r.run_id, r.started, r.stored_at, split_part(r.kind, '.', 1) AS family,
           coalesce(f.value, r.run_id::text) AS whole, position('.' IN r.kind) = 0 AS is_result,
           EXISTS (SELECT FROM orbbench.baselines b WHERE b.run_id = r.run_id) AS is_baseline
    FROM orbbench.runs r LEFT JOIN orbbench.fingerprints f
      ON f.run_id = r.run_id AND f.key = split_part(r.kind, '.', 1)
  ), wholes AS (
    SELECT family, whole, min(started) AS began, max(stored_at) AS last_stored,
           bool_or(is_result) AS has_result, bool_or(is_baseline) AS has_baseline
    FROM members GROUP BY family, whole
  ), ranked AS (
    SELECT *, count(*) FILTER (WHERE has_result) OVER (
      PARTITION BY family ORDER BY began DESC, whole ROWS UNBOUNDED PRECEDING) AS results_until
    FROM wholes
  ), gone AS (
    SELECT family, whole FROM ranked
    WHERE NOT has_baseline
      AND CASE WHEN has_result THEN results_until > $1
               ELSE results_until >= $1 AND last_stored < now() - interval '1 day' END
  ), removed AS (
    DELETE FROM orbbench.runs r USING members m JOIN gone USING (family, whole)
    WHERE r.run_id = m.run_id RETURNING family, whole
  )
  SELECT count(DISTINCT (family, whole)) FROM removed
)sql";

}  // namespace orbbench::store
