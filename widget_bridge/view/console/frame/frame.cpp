#include "frame/frame.hpp"

#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

constexpr int kMillisecondsASecond = 1000;

}  // namespace

Frame::Frame(Desk& desk, std::function<void()> closed)
    : wxFrame(nullptr, wxID_ANY, "orbbench console", wxDefaultPosition, FromDIP(wxSize(1280, 800))),
      desk_(desk),
      closed_(std::move(closed)),
      pages_(new wxNotebook(this, wxID_ANY)),
      timer_(this) {
  Bind(wxEVT_TIMER, [this](wxTimerEvent&) { redraw(); });
  Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) {
    timer_.Stop();
    Hide();
    closed_();
  });
  desk_.connection.observe([this] {
    for (Panel* panel : panels_) {
      panel->connection_changed();
    }
  });
  timer_.Start(kMillisecondsASecond / kRedrawsPerSecond);
}

void Frame::add(Panel& panel) {
  panels_.push_back(&panel);
  pages_->AddPage(&panel, widget_bridge::to_wx(panel.name()));
}

void Frame::redraw() {
  auto* panel = static_cast<Panel*>(pages_->GetCurrentPage());
  if (panel != nullptr && !panel->paused()) {
    panel->redraw();
  }
}

}  // namespace orbbench::console
