#pragma once

#include <string_view>

#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

/// Of what the tables let through.
RunState run_state_of(std::string_view text);
ItemState item_state_of(std::string_view text);

inline bool is_over(RunState state) {
  return state == RunState::Finished || state == RunState::Failed || state == RunState::Cancelled;
}

}  // namespace orbbench::work
