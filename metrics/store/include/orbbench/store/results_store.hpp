#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "orbbench/store/figure_series.hpp"
#include "orbbench/store/store_error.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {

class StoreConnection;

/// One step of schema `orbbench`, to be applied with that schema first in the search path.
struct SchemaStep {
  int number = 0;
  std::string_view name;
  std::string_view sql;
};
inline constexpr const char* kSchema = "orbbench";
std::span<const SchemaStep> schema_steps();

/// `url` (postgresql://... or key=value pairs) as key='value' pairs, with a limit to the time that
/// connecting takes. Throws StoreRefused, without repeating any of it, if it is neither.
std::string connection_string_of(const std::string& url);

struct RunSummary {
  std::string uuid;
  std::string kind;
  Instant started;
  std::string verdict;
  std::string commit;
};

struct RunFilter {
  std::string kind;  ///< empty: of every kind that has no dot in its name
  std::size_t limit = 20;
};

struct Baseline {
  std::string name;
  RunSummary run;
};

/// The results in a PostgreSQL database whose schema is up to date. Makes its connection when it is
/// first needed, and a new one when it breaks. Each call is one transaction, run anew for some
/// seconds when the server chose it as the victim of a conflict or the connection broke; all of
/// them may be run twice without harm. Used by one thread at a time; any number of stores, in any
/// number of processes, may write at once. Throws StoreUnavailable and StoreRefused.
class ResultsStore {
 public:
  /// A transaction that takes longer than the limit is cut off.
  explicit ResultsStore(std::string connection,
                        std::chrono::milliseconds limit = std::chrono::seconds(40));
  ~ResultsStore();
  ResultsStore(ResultsStore&&) noexcept;

  /// False if a run of that uuid is there already: nothing is changed then. Throws RunFormatError
  /// for a run that cannot be stored.
  bool save(const StoredRun& run);

  /// The latest first.
  std::vector<RunSummary> list(const RunFilter& filter = {});
  std::optional<StoredRun> load(const std::string& uuid);
  /// The uuids that begin so, two of them at the most.
  std::vector<std::string> find(const std::string& beginning);

  /// Ordered by check, then figure as asked.
  std::vector<FigureSeries> figure_series(const SeriesQuery& query);

  /// Gives the run that name, whatever had it before. Throws StoreRefused if there is no such run.
  void set_baseline(const std::string& name, const std::string& uuid);
  /// By name.
  std::vector<Baseline> baselines();
  std::optional<Baseline> baseline(const std::string& name);

  /// Removes all but the latest runs of each kind, so many of each, and those that are baselines.
  /// A kind with a dot is a part, which stays and goes with its whole: a soak with its intervals.
  /// Returns how many went, parts not counted.
  std::size_t retain(std::size_t runs_of_each_kind);

 private:
  std::unique_ptr<StoreConnection> connection_;
};

}  // namespace orbbench::store
