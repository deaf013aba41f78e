#include "kept_result.hpp"

#include <iostream>

#include "progress_events.hpp"
#include "results/results.hpp"
#include "results/stored_form.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {

void keep_result(const RunResult& run, const std::string& kind) {
  const store::StoredRun stored = stored_form(run, kind);
  keep_run(stored, tell_user);
  progress_events().kept(stored.uuid);
  std::cout << "run: " << stored.uuid << std::endl;
}

}  // namespace orbbench::bench
