#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "console/widget_board.hpp"
#include "core_process.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "queued_ui_thread.hpp"

namespace orbbench::tests {

/// A board at a core of the test's own; the test's thread is the UI thread.
class WidgetBoardTest : public testing::Test {
 protected:
  WidgetBoardTest() {
    connection_.observe([this] { board_.connection_changed(); });
  }

  /// Does what comes for the UI thread until it is so; CTest's limit is the test's.
  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) {
      ui_.run_one();
    }
  }

  void settle() {
    run_until([this] { return board_.calls_under_way() == 0; });
  }

  void connect(const CoreProcess& core) {
    connection_.connect({core.address(), ""});
    run_until([this] { return connection_.state() == console::ConnectionState::Connected; });
    settle();
  }

  void probe(console::ConnectionState expected) {
    connection_.probe();
    run_until([&] { return connection_.state() == expected; });
  }

  std::int64_t create(const std::string& label = "Save", const std::string& secret = "") {
    const auto id =
        board_.create(widget_bridge::WidgetType::Button, label, console::WidgetSecret(secret));
    settle();
    return id.value_or(0);
  }

  /// As the core tells it to somebody else; empty where there is none.
  std::string label_in(const CoreProcess& core, std::int64_t id) {
    console::CoreSession session(runtime_, {core.address(), ""});
    const auto held = console::list_widgets(session, console::WidgetBoard::kMost).widgets;
    const auto found = std::find_if(held.begin(), held.end(),
                                    [id](const auto& widget) { return widget.widget_id == id; });
    return found == held.end() ? "" : found->label;
  }

  const console::BoardWidget& at(std::int64_t id) { return *board_.find(id); }

  widget_bridge::QueuedUiThread ui_;
  console::LogBook log_;
  orb_client::OrbRuntime runtime_;
  widget_bridge::ThreadWorker probes_{ui_, [](const std::string&) {}};
  console::Connection connection_{runtime_, probes_, log_};
  widget_bridge::ThreadWorker worker_{ui_, [](const std::string&) {}};
  console::WidgetBoard board_{connection_, worker_, log_};
};

}  // namespace orbbench::tests
