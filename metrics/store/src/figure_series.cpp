#include "orbbench/store/figure_series.hpp"

#include <algorithm>
#include <array>

#include "number_text.hpp"
#include "orbbench/store/results_store.hpp"
#include "store_connection.hpp"

namespace orbbench::store {
namespace {

/// Figures of runs that differ in one of these are never put beside each other. A kernel or a
/// package may change within a series: that is a cause to be found.
constexpr std::array<const char*, 3> kMachine{"processor", "processors", "build"};

// What a check itself calls invalid is no figure. The places 4 to 9 are what a series is told from
// others by.
constexpr const char* kQuery = R"(
SELECT run_id, to_char(started AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), commit, value,
       check_name, name, offered, processor, processors, build, unit
FROM (SELECT *, row_number() OVER (PARTITION BY check_name, name, offered, processor, processors,
                                   build ORDER BY started DESC, run_id DESC) AS place
      FROM (SELECT r.run_id, r.started, r.commit, f.value, f.check_name, f.name, f.unit,
              (SELECT min(o.value) FROM orbbench.figures o
                WHERE o.run_id = r.run_id AND o.check_name = f.check_name
                AND o.name = 'offered_calls_per_second') AS offered,
              (SELECT value FROM orbbench.fingerprints
                WHERE run_id = r.run_id AND key = 'processor') AS processor,
              (SELECT value FROM orbbench.fingerprints
                WHERE run_id = r.run_id AND key = 'processors') AS processors,
              (SELECT value FROM orbbench.fingerprints
                WHERE run_id = r.run_id AND key = 'build') AS build
            FROM orbbench.runs r JOIN orbbench.figures f USING (run_id)
            WHERE r.kind = $1 AND ($2 = '' OR f.check_name = $2) AND f.name = ANY (string_to_array($3, ','))
              AND NOT EXISTS (SELECT FROM orbbench.checks c WHERE c.run_id = r.run_id
                              AND c.name = f.check_name AND c.verdict = 'invalid')) AS figures
     ) AS placed
WHERE place <= $4
ORDER BY check_name, array_position(string_to_array($3, ','), name), offered, processor, processors, build,
         started, run_id)";

constexpr int kFirstOfSeries = 4;
constexpr int kOffered = 6;
constexpr int kFirstOfMachine = 7;
constexpr int kUnit = 10;

bool same_series(const pqxx::row& one, const pqxx::row& other) {
  for (int column = kFirstOfSeries; column < kUnit; ++column) {
    if (one[column] != other[column]) {
      return false;
    }
  }
  return true;
}

FigureSeries series_of(const pqxx::row& row) {
  FigureSeries series;
  series.check = row[kFirstOfSeries].c_str();
  series.figure = row[kFirstOfSeries + 1].c_str();
  series.unit = row[kUnit].c_str();
  if (!row[kOffered].is_null()) {
    series.offered_calls_per_second = parse_number(row[kOffered].c_str());
  }
  for (int i = 0; i < static_cast<int>(kMachine.size()); ++i) {
    if (!row[kFirstOfMachine + i].is_null()) {
      series.machine[kMachine[static_cast<std::size_t>(i)]] = row[kFirstOfMachine + i].c_str();
    }
  }
  return series;
}

std::vector<FigureSeries> read_series(Transaction& work, const SeriesQuery& query) {
  std::string figures;
  for (const std::string& figure : query.figures) {
    figures += (figures.empty() ? "" : ",") + figure;
  }
  const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(query.limit, INT64_MAX));
  const auto rows = work.exec_params(kQuery, query.kind, query.check, figures, limit);
  std::vector<FigureSeries> all;
  for (pqxx::result::size_type i = 0; i < rows.size(); ++i) {
    if (i == 0 || !same_series(rows[i], rows[i - 1])) {
      all.push_back(series_of(rows[i]));
    }
    all.back().runs.push_back({rows[i][0].c_str(), parse_instant(rows[i][1].c_str()),
                               rows[i][2].c_str(), parse_number(rows[i][3].c_str())});
  }
  return all;
}

}  // namespace

std::vector<FigureSeries> ResultsStore::figure_series(const SeriesQuery& query) {
  return connection_->query([&](Transaction& work) { return read_series(work, query); });
}

}  // namespace orbbench::store
