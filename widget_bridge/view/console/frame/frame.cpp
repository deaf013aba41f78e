#include "frame/frame.hpp"

#include <wx/display.h>
#include <wx/sizer.h>

#include <algorithm>
#include <utility>

#include "frame/accessible.hpp"
#include "text.hpp"
#include "toolkit_trouble.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr int kMillisecondsASecond = 1000;
constexpr int kMillisecondsBetweenProbes = 2000;
constexpr int kMillisecondsBetweenUpdates = 200;
const wxSize kSize(1280, 800);
const wxSize kLeastSize(640, 480);

enum StatusField { kHelpField, kRedrawField, kLatencyField, kDroppedField, kStatusFields };

constexpr const char* kRedrawText = "%zu redraws/s, at most %.1f ms";
constexpr const char* kLatencyText = "loop p99 %.1f, max %.1f ms";
constexpr const char* kDroppedText = "dropped %llu lines, %llu samples";

}  // namespace

Frame::Frame(Desk& desk, std::function<void()> closed)
    : wxFrame(nullptr, wxID_ANY, "orbbench console"),
      desk_(desk),
      closed_(std::move(closed)),
      bar_(new ConnectionBar(*this, desk)),
      pages_(new wxNotebook(this, wxID_ANY)),
      theme_(theme_named(desk.settings.get("frame.theme", std::string()))),
      probe_(desk.ui) {
  name_accessibly(*this, "orbbench console");
  name_accessibly(*pages_, "Panels");
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(bar_, wxSizerFlags().Expand());
  rows->Add(pages_, wxSizerFlags(1).Expand());
  SetSizer(rows);
  CreateStatusBar(kStatusFields);
  set_status_widths();
  place();
  bind();
}

Frame::~Frame() {
  keep_place();
}

void Frame::bind() {
  // Else each event, a beat of the probe included, has every control asked whether it is idle, and
  // whether it is enabled: half of what the console took of a processor.
  wxUpdateUIEvent::SetUpdateInterval(kMillisecondsBetweenUpdates);
  wxIdleEvent::SetMode(wxIDLE_PROCESS_SPECIFIED);
  redraw_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { redraw(); });
  probe_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { desk_.connection.probe(); });
  status_timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
    note_trouble();
    show_status();
  });
  Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) {
    redraw_timer_.Stop();
    Hide();
    closed_();
  });
  desk_.connection.observe([this] {
    for (Panel* panel : panels_) {
      panel->connection_changed();
    }
  });
  pages_->Bind(wxEVT_NOTEBOOK_PAGE_CHANGED, [this](wxBookCtrlEvent& event) {
    keep_pace();
    redraw();
    event.Skip();
  });
  probe_timer_.Start(kMillisecondsBetweenProbes);
  status_timer_.Start(kMillisecondsASecond);
}

void Frame::add(Panel& panel) {
  panels_.push_back(&panel);
  pages_->AddPage(&panel, to_wx(panel.name()));
}

void Frame::complete() {
  set_menus(*this, menus());
  const auto last = desk_.settings.get("frame.page", std::string());
  for (std::size_t page = 0; page < panels_.size(); ++page) {
    if (panels_[page]->name() == last) {
      pages_->SetSelection(page);
    }
  }
  keep_pace();
  apply(theme_);
  hand_on_names(*this);
  show_status();
}

Panel* Frame::current() {
  return static_cast<Panel*>(pages_->GetCurrentPage());
}

void Frame::set_paused(bool paused) {
  paused_ = paused;
  for (Panel* panel : panels_) {
    panel->set_paused(paused);
  }
  show_status();
}

void Frame::show_page(std::size_t page) {
  pages_->SetSelection(page);
}

void Frame::tell_trouble(const std::string& source, const std::string& trouble) {
  desk_.log.write(LogLevel::Error, source, trouble);
  SetStatusText(wxString::FromUTF8(trouble), kHelpField);
}

void Frame::set_theme(Theme theme) {
  theme_ = theme;
  apply(theme);
  desk_.settings.set("frame.theme", name_of(theme));
}

/// Of the panel that is seen.
void Frame::keep_pace() {
  if (Panel* panel = current(); panel != nullptr) {
    redraw_timer_.Start(kMillisecondsASecond / panel->redraws_per_second());
  }
}

void Frame::redraw() {
  Panel* panel = current();
  if (panel == nullptr || panel->paused() || IsIconized()) {
    return;
  }
  const auto begin = std::chrono::steady_clock::now();
  panel->redraw();
  redraws_.add(std::chrono::steady_clock::now() - begin);
}

// What the toolkit has to say it says in the midst of C callbacks; here it reaches the log.
void Frame::note_trouble() {
  const std::string trouble = widget_bridge::take_toolkit_trouble();
  if (!trouble.empty()) {
    // GTK complains while a window that is not laid out yet has no room for what is in it.
    const bool about_room = trouble.find(">= 0' failed") != std::string::npos;
    desk_.log.write(about_room ? LogLevel::Debug : LogLevel::Warning, "toolkit", trouble);
  }
}

void Frame::show_status() {
  using std::chrono::duration_cast;
  using Milliseconds = std::chrono::duration<double, std::milli>;
  const auto in_ms = [](auto time) { return duration_cast<Milliseconds>(time).count(); };
  const RedrawWatch::Report redraws = redraws_.take();
  const LoopProbe::Report loop = probe_.report();
  SetStatusText(paused_ ? wxString("paused: recording goes on")
                        : wxString::Format(kRedrawText, redraws.count, in_ms(redraws.longest)),
                kRedrawField);
  SetStatusText(wxString::Format(kLatencyText, in_ms(loop.p99), in_ms(loop.longest)),
                kLatencyField);
  SetStatusText(wxString::Format(kDroppedText, static_cast<unsigned long long>(desk_.log.dropped()),
                                 static_cast<unsigned long long>(desk_.samples.dropped())),
                kDroppedField);
}

// The figures have the room that they need; the line of help takes the rest.
void Frame::set_status_widths() {
  constexpr std::size_t kRedraws = 30;
  constexpr double kLong = 8888.8;
  constexpr unsigned long long kMany = 88888;
  constexpr int kBetween = 12;
  const auto width = [this](const wxString& text) {
    return GetStatusBar()->GetTextExtent(text).GetWidth() + FromDIP(kBetween);
  };
  const int widths[kStatusFields] = {-1, width(wxString::Format(kRedrawText, kRedraws, kLong)),
                                     width(wxString::Format(kLatencyText, kLong, kLong)),
                                     width(wxString::Format(kDroppedText, kMany, kMany))};
  SetStatusWidths(kStatusFields, widths);
}

// As it was left, as far as there is a screen for it.
void Frame::place() {
  SetMinSize(FromDIP(kLeastSize));
  const wxRect screen = wxDisplay(wxDisplay::GetFromWindow(this) == wxNOT_FOUND
                                      ? 0U
                                      : static_cast<unsigned>(wxDisplay::GetFromWindow(this)))
                            .GetClientArea();
  const wxSize usual = FromDIP(kSize);
  const int width = desk_.settings.get("frame.width", usual.GetWidth());
  const int height = desk_.settings.get("frame.height", usual.GetHeight());
  const wxSize least = FromDIP(kLeastSize);
  SetSize(std::max(least.GetWidth(), std::min(width, screen.width)),
          std::max(least.GetHeight(), std::min(height, screen.height)));
  const wxPoint corner(desk_.settings.get("frame.x", -1), desk_.settings.get("frame.y", -1));
  if (screen.Contains(corner)) {
    Move(corner);
  }
  if (desk_.settings.get("frame.maximised", false)) {
    Maximize();
  }
}

void Frame::keep_place() {
  desk_.settings.set("frame.maximised", IsMaximized());
  if (!IsMaximized() && !IsIconized()) {
    desk_.settings.set("frame.x", GetPosition().x);
    desk_.settings.set("frame.y", GetPosition().y);
    desk_.settings.set("frame.width", GetSize().GetWidth());
    desk_.settings.set("frame.height", GetSize().GetHeight());
  }
  if (current() != nullptr) {
    desk_.settings.set("frame.page", current()->name());
  }
}

}  // namespace orbbench::console
