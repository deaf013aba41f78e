#pragma once

#include "console/connection.hpp"
#include "console/log_book.hpp"
#include "console/settings.hpp"
#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::console {

/// What all panels share. Outlives them.
struct Desk {
  widget_bridge::UiThread& ui;
  Connection& connection;
  LogBook& log;
  Settings& settings;
};

}  // namespace orbbench::console
