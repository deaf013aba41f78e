#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "console/core_session.hpp"

namespace orbbench::console {

/// How a call of a core ended, as plain data for the UI thread.
struct WidgetOutcome {
  enum class End : std::uint8_t {
    Done,
    Refused,  ///< the core, or this process, said no: nothing was done
    Missed,   ///< it did not run: the core was not reached
    Unknown   ///< the core was called, and nobody knows whether it did it
  } end = End::Done;
  std::string trouble = {};  ///< one line; empty where it is Done
  std::optional<orb_client::Argument> result = {};
  std::chrono::microseconds took{0};
};

/// Makes the call and tells how it ended. On a worker's thread.
WidgetOutcome outcome_of(const std::function<std::optional<orb_client::Argument>()>& call);

struct WidgetListing {
  std::vector<orb_client::WidgetDescription> widgets;  ///< in the order of their ids
  bool complete = true;                                ///< false when the core holds more than that
};

/// At most `most` of the widgets that the core holds. Throws what CoreClient::call does. On a
/// worker's thread; takes up to the call limit for all its pages.
WidgetListing list_widgets(CoreSession& session, std::size_t most);

}  // namespace orbbench::console
