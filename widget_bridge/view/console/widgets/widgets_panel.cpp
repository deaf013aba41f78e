#include "widgets/widgets_panel.hpp"

#include <wx/sizer.h>

#include <iterator>
#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

constexpr int kGap = 4;
constexpr const char* kSash = "widgets.details_width";
constexpr const char* kTable = "widgets.table";
constexpr const char* kTableShare = "widgets.table_share";
constexpr int kUsualCanvasShare = 65;
constexpr int kUsualDetails = 420;
constexpr int kSmallestPane = 200;

void set_text(wxStaticText& line, const std::string& text) {
  const wxString wanted = widget_bridge::to_wx(text);
  if (line.GetLabelText() != wanted) {
    line.SetLabelText(wanted);
    line.SetToolTip(wanted);
  }
}

}  // namespace

WidgetsPanel::WidgetsPanel(wxWindow& parent, Desk& desk)
    : Panel(parent, desk, "Widgets"),
      places_(desk.settings, desk.log),
      worker_(
          desk.ui,
          [&desk](const std::string& line) { desk.log.write(LogLevel::Error, "widgets", line); }),
      board_(desk.connection, worker_, desk.log, &places_),
      bar_(new WidgetCreateBar(*this, [this] { create(); })),
      state_(new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                              wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
      as_table_(new wxCheckBox(this, wxID_ANY, "Tab&le")),
      splitter_(new wxSplitterWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                                     wxSP_LIVE_UPDATE | wxSP_THIN_SASH)),
      left_(new ShareSplitter(*splitter_, desk.settings, kTableShare, kUsualCanvasShare)),
      canvas_(new WidgetCanvas(*left_, board_)),
      list_(
          new WidgetList(*left_, desk.settings, [this](std::int64_t id) { canvas_->select(id); })),
      details_(new WidgetDetails(*splitter_, desk.settings, board_)),
      notice_(new wxStaticText(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                               wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)) {
  state_->SetName("state of the widgets");
  notice_->SetName("notice of the widgets");
  canvas_->on_select([this] { stale_ = true; });
  list_->on_activate([this] { focus_selected(); });
  lay_out();
}

// Before the board, which they use to their end.
WidgetsPanel::~WidgetsPanel() {
  DestroyChildren();
}

void WidgetsPanel::lay_out() {
  lay_out_left();
  split();
  auto* rows = new wxBoxSizer(wxVERTICAL);
  const auto line = wxSizerFlags().Expand().Border(wxALL, FromDIP(kGap));
  auto* top = new wxBoxSizer(wxHORIZONTAL);
  top->Add(state_, wxSizerFlags(1).CentreVertical());
  top->Add(as_table_, wxSizerFlags().CentreVertical().Border(wxLEFT, FromDIP(kGap)));
  rows->Add(bar_, wxSizerFlags().Expand());
  rows->Add(top, line);
  rows->Add(splitter_, wxSizerFlags(1).Expand());
  rows->Add(notice_, line);
  SetSizer(rows);
}

void WidgetsPanel::split() {
  const int width = desk().settings.get(kSash, kUsualDetails);
  splitter_->SetMinimumPaneSize(FromDIP(kSmallestPane));
  splitter_->SetSashGravity(1);
  splitter_->SplitVertically(left_, details_, -FromDIP(width));
  splitter_->Bind(wxEVT_SPLITTER_SASH_POS_CHANGED, [this](wxSplitterEvent& event) {
    if (event.GetEventObject() == splitter_) {  // not that of the table, within it
      const int details = splitter_->GetClientSize().GetWidth() - event.GetSashPosition();
      desk().settings.set(kSash, ToDIP(details));
    }
  });
}

void WidgetsPanel::lay_out_left() {
  as_table_->SetName("all widgets as a table");
  as_table_->SetToolTip("A table of all widgets below the canvas (Ctrl+Alt+W)");
  as_table_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { show_list(as_table_->GetValue()); });
  list_->Hide();
  left_->Initialize(canvas_);
  if (desk().settings.get(kTable, false)) {
    show_list(true);
  }
}

void WidgetsPanel::show_list(bool shown) {
  as_table_->SetValue(shown);
  desk().settings.set(kTable, shown);
  if (shown == left_->IsSplit()) {
    return;
  }
  if (shown) {
    left_->split(wxHORIZONTAL, *canvas_, *list_);
  } else {
    left_->Unsplit(list_);
  }
  stale_ = true;
}

void WidgetsPanel::focus_selected() {
  const auto id = canvas_->selected();
  if (WidgetHolder* holder = id ? canvas_->holder(*id) : nullptr) {
    holder->grip().SetFocus();
  }
}

std::vector<Action> WidgetsPanel::actions() {
  std::vector<Action> all = edit_actions();
  std::vector<Action> more = view_actions();
  std::move(more.begin(), more.end(), std::back_inserter(all));
  return all;
}

std::vector<Action> WidgetsPanel::edit_actions() {
  const auto selected = [this] { return is_selected(); };
  return {
      {"&New widget…", "Ctrl+N", "Say what is to be made", [this] { bar_->focus(); }},
      {"&Create it", "Ctrl+Shift+N", "Makes the widget that the bar describes",
       [this] { create(); }},
      {"Clic&k", "Ctrl+K", "As a click on the selected control: test_operation",
       [this] { with_selected(&WidgetBoard::click); }, selected},
      {"&Operation…", "Ctrl+Shift+I", "Choose what the selected widget is to do",
       [this] { details_->focus_operation(); }, selected},
      {"&Invoke", "Ctrl+I", "Has the selected widget do the operation",
       [this] { details_->invoke(); }, selected},
      {"Re&label…", "F2", "Edit the label of the selected widget",
       [this] { details_->edit_label(); }, selected},
      {"&Enable or disable", "Ctrl+E", "Whether the selected control takes clicks and keys",
       [this] { toggle_enabled(); }, selected},
      {"&Destroy", "Ctrl+D", "Ends the object in the core. With a secret it cannot be undone",
       [this] { with_selected(&WidgetBoard::destroy); }, selected},
      {"&Undo", "Ctrl+Z", "Takes back the latest edit", [this] { board_.undo(); },
       [this] { return board_.edits().to_undo() != nullptr; }},
      {"&Redo", "Ctrl+Y", "Does again what was taken back", [this] { board_.redo(); },
       [this] { return board_.edits().to_redo() != nullptr; }},
  };
}

std::vector<Action> WidgetsPanel::view_actions() {
  return {
      {"&List what the core holds", "F5", "Reads the widgets of the core",
       [this] { board_.list(); }, [this] { return board_.why_not().empty(); }},
      {"Select ne&xt widget", "F6", "Goes to the grip of the next widget",
       [this] { select_next(1); }},
      {"Select &previous widget", "Shift+F6", "Goes to the grip of the widget before",
       [this] { select_next(-1); }},
      {"&Table of all widgets",
       "Ctrl+Alt+W",
       "All widgets as a table below the canvas",
       [this] { show_list(!left_->IsSplit()); },
       {},
       [this] { return left_->IsSplit(); }},
      {"Cop&y events", "Ctrl+Shift+C", "Copies the selected events",
       [this] { details_->events().copy(); }},
      {"Export e&vents as CSV…", "Ctrl+Shift+E",
       "Writes the events of the selected widget to a file",
       [this] {
         details_->events().export_csv([this](const std::string& line) { board_.note(line); });
       }},
  };
}

void WidgetsPanel::create() {
  const std::string label = bar_->label();
  if (const auto id = board_.create(bar_->type(), label, bar_->take_secret())) {
    canvas_->select(id);
  }
}

void WidgetsPanel::with_selected(void (WidgetBoard::*act)(std::int64_t)) {
  if (const auto id = canvas_->selected()) {
    (board_.*act)(*id);
  }
}

void WidgetsPanel::toggle_enabled() {
  const auto id = canvas_->selected();
  if (const BoardWidget* widget = id ? board_.find(*id) : nullptr) {
    board_.enable(*id, !widget->widget.enabled);
  }
}

void WidgetsPanel::select_next(int by) {
  const auto& widgets = board_.widgets();
  if (widgets.empty()) {
    return;
  }
  const auto now = canvas_->selected() ? widgets.find(*canvas_->selected()) : widgets.end();
  auto next = now;
  if (by > 0) {
    next =
        now == widgets.end() || std::next(now) == widgets.end() ? widgets.begin() : std::next(now);
  } else {
    next = now == widgets.begin() ? std::prev(widgets.end()) : std::prev(now);
  }
  canvas_->select(next->first);
  focus_selected();
}

void WidgetsPanel::connection_changed() {
  board_.connection_changed();
}

void WidgetsPanel::redraw() {
  if (!stale_ && shown_ == board_.revision()) {
    return;
  }
  shown_ = board_.revision();
  stale_ = !canvas_->bring_up_to_date();
  details_->show(canvas_->selected());
  show_rows();
  show_lines();
}

void WidgetsPanel::show_rows() {
  if (left_->IsSplit()) {
    list_->show_all(board_, canvas_->selected());
  }
}

void WidgetsPanel::show_lines() {
  const std::string reason = board_.why_not();
  std::string state = std::to_string(board_.widgets().size()) + " widgets";
  if (!reason.empty()) {
    state += ". The controls are disabled: " + reason;
  } else if (board_.calls_under_way() > 0) {
    state += ", " + std::to_string(board_.calls_under_way()) + " calls under way";
  }
  if (const WidgetEdit* edit = board_.edits().to_undo()) {
    state += ". Undo: " + name_of(*edit);
  }
  set_text(*state_, state);
  set_text(*notice_, board_.notice());
}

}  // namespace orbbench::console
