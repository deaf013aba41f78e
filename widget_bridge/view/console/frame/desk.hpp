#pragma once

#include "console/call_watch.hpp"
#include "console/connection.hpp"
#include "console/log_book.hpp"
#include "console/run_book.hpp"
#include "console/sample_feed.hpp"
#include "console/settings.hpp"
#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::console {

/// What all panels share. Outlives them.
struct Desk {
  widget_bridge::UiThread& ui;
  Connection& connection;
  LogBook& log;
  Settings& settings;
  RunBook& runs;
  SampleFeed& samples;
  CallWatch& calls;
};

}  // namespace orbbench::console
