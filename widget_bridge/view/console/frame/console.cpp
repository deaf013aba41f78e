#include "frame/console.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <utility>

#include "latency/latency_panel.hpp"
#include "log/log_panel.hpp"
#include "memory/memory_panel.hpp"
#include "pool/pool_panel.hpp"
#include "runs/runs_panel.hpp"
#include "widgets/widgets_panel.hpp"

namespace orbbench::console {

// Not Destroy(), which would only list it, for the event loop to delete later.
void Console::EndWindow::operator()(Frame* frame) const {
  delete frame;
}

Console::Console(widget_bridge::UiThread& ui, std::filesystem::path settings,
                 std::function<void()> closed)
    : settings_(std::move(settings)),
      worker_(ui, [this](const std::string& line) { log_.write(LogLevel::Error, "worker", line); }),
      connection_(runtime_, worker_, log_, &calls_),
      desk_{ui, connection_, log_, settings_, runs_, samples_, calls_},
      frame_(new Frame(desk_, std::move(closed))) {
  if (!settings_.trouble().empty()) {
    log_.write(LogLevel::Warning, "settings", settings_.trouble());
  }
  add_panels();
  frame_->complete();
}

Console::~Console() {
  ending_.emplace();
  frame_.reset();
  try {
    settings_.save();
  } catch (const std::exception& error) {
    std::cerr << "orbbench-console: " << error.what() << '\n';
  }
}

// In the order of their tabs: Widgets, Latency, Pool, Memory, Runs, Log.
void Console::add_panels() {
  frame_->add(*new WidgetsPanel(frame_->pages(), desk_));
  frame_->add(*new LatencyPanel(frame_->pages(), desk_));
  frame_->add(*new PoolPanel(frame_->pages(), desk_));
  frame_->add(*new MemoryPanel(frame_->pages(), desk_));
  frame_->add(*new RunsPanel(frame_->pages(), desk_));
  frame_->add(*new LogPanel(frame_->pages(), desk_));
}

}  // namespace orbbench::console
