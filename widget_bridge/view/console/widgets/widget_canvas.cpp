#include "widgets/widget_canvas.hpp"

#include <wx/settings.h>

#include <algorithm>
#include <chrono>

namespace orbbench::console {
namespace {

constexpr int kScrollStep = 16;
constexpr int kMargin = 12;
// Of the 10 ms that a redraw may take: making a control takes up to one.
constexpr std::chrono::milliseconds kMostTime{5};

}  // namespace

WidgetCanvas::WidgetCanvas(wxWindow& parent, WidgetBoard& board)
    : wxScrolledWindow(&parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                       wxTAB_TRAVERSAL | wxBORDER_THEME | wxHSCROLL | wxVSCROLL),
      board_(board) {
  SetName("canvas of widgets");
  SetScrollRate(FromDIP(kScrollStep), FromDIP(kScrollStep));
  SetMinSize(FromDIP(wxSize(200, 120)));
  Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent&) { select(std::nullopt); });
}

// The controls go before the parent that their holders need.
WidgetCanvas::~WidgetCanvas() {
  DestroyChildren();
}

void WidgetCanvas::select(std::optional<std::int64_t> id) {
  if (id == selected_) {
    return;
  }
  selected_ = id;
  if (observer_) {
    observer_();
  }
}

WidgetHolder* WidgetCanvas::holder(std::int64_t id) {
  const auto found = holders_.find(id);
  return found == holders_.end() ? nullptr : found->second;
}

bool WidgetCanvas::bring_up_to_date() {
  const auto end = std::chrono::steady_clock::now() + kMostTime;
  drop_gone();
  bool all = true;
  for (const auto& [id, widget] : board_.widgets()) {
    if (!holders_.contains(id) && std::chrono::steady_clock::now() >= end) {
      all = false;
      continue;
    }
    show(widget);
  }
  measure();
  return all;
}

void WidgetCanvas::drop_gone() {
  for (auto entry = holders_.begin(); entry != holders_.end();) {
    if (board_.find(entry->first) != nullptr) {
      ++entry;
      continue;
    }
    entry->second->Destroy();
    entry = holders_.erase(entry);
  }
  if (selected_ && board_.find(*selected_) == nullptr) {
    select(std::nullopt);
  }
}

void WidgetCanvas::show(const BoardWidget& widget) {
  const std::int64_t id = widget.widget.id;
  WidgetHolder*& holder = holders_[id];
  if (holder == nullptr) {
    holder = new WidgetHolder(*this, board_, id, [this](std::int64_t chosen) { select(chosen); });
  }
  holder->show(widget, board_.why_not().empty(), selected_ == id);
  place(*holder, widget.widget);
}

void WidgetCanvas::place(WidgetHolder& holder, const widget_bridge::Widget& widget) {
  if (holder.held()) {
    return;
  }
  const wxPoint at = CalcScrolledPosition(FromDIP(wxPoint(widget.position->x, widget.position->y)));
  const wxSize size = FromDIP(wxSize(widget.size->width, widget.size->height));
  if (holder.GetPosition() != at || holder.GetSize() != size) {
    holder.SetSize(wxRect(at, size));
  }
}

void WidgetCanvas::measure() {
  int right = 0;
  int bottom = 0;
  for (const auto& [id, widget] : board_.widgets()) {
    right = std::max(right, widget.widget.position->x + widget.widget.size->width);
    bottom = std::max(bottom, widget.widget.position->y + widget.widget.size->height);
  }
  const wxSize extent = FromDIP(wxSize(right + kMargin, bottom + kMargin));
  if (extent != extent_) {
    extent_ = extent;
    SetVirtualSize(extent);
  }
}

}  // namespace orbbench::console
