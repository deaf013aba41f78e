#include "widgets/widget_details.hpp"

#include <wx/button.h>
#include <wx/sizer.h>

#include <chrono>
#include <stdexcept>

#include "console/widget_operations.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::from_wx;
using widget_bridge::to_wx;

constexpr int kGap = 4;
constexpr int kEventsHeight = 140;
constexpr const char* kNothing = "No widget is selected. Select one on the canvas, or create one.";

std::vector<Column> event_columns() {
  return {{"No.", Alignment::Right, 40},    {"Time", Alignment::Left, 92},
          {"What", Alignment::Left, 92},    {"Outcome", Alignment::Left, 72},
          {"Detail", Alignment::Left, 180}, {"ms", Alignment::Right, 64}};
}

std::string time_text(std::chrono::system_clock::time_point time) {
  constexpr int kThousand = 1000;
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  std::array<char, 16> clock{};
  std::strftime(clock.data(), clock.size(), "%H:%M:%S", &local);
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%s.%03d", clock.data(),
                static_cast<int>(since.count() % kThousand));
  return text.data();
}

std::string took_text(std::chrono::microseconds took) {
  if (took.count() == 0) {
    return {};
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f",
                std::chrono::duration<double, std::milli>(took).count());
  return text.data();
}

Row row_of(const WidgetEntry& entry) {
  const bool done = entry.outcome == WidgetEntry::Outcome::Done;
  const std::string number = std::to_string(entry.number);
  return {.key = number,
          .cells = {number, time_text(entry.time), entry.what, done ? "done" : "failed",
                    entry.detail, took_text(entry.took)},
          .mark = done ? Row::Mark::None : Row::Mark::Bad};
}

const char* text_of(SecretState secret) {
  switch (secret) {
    case SecretState::None:
      return "without a secret";
    case SecretState::Given:
      return "with a secret: its destruction cannot be undone";
    case SecretState::Unknown:
      break;
  }
  return "with or without a secret: its destruction cannot be undone";
}

std::string what_it_is(const BoardWidget& widget) {
  std::string text = std::string(widget_bridge::name_of(widget.widget.type)) + ", " +
                     std::string(name_of(widget.standing)) + ", " + text_of(widget.secret);
  if (widget.events.dropped() > 0) {
    text += ". " + std::to_string(widget.events.dropped()) + " older events were dropped";
  }
  return widget.trouble.empty() ? text : text + ". Last failure: " + widget.trouble;
}

wxSpinCtrl* make_spin(wxWindow& parent, const char* name, const char* tip, int least, int most) {
  auto* spin = new wxSpinCtrl(&parent, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                              wxSP_ARROW_KEYS, least, most);
  spin->SetName(name);
  spin->SetToolTip(tip);
  spin->SetMinSize({parent.FromDIP(76), -1});
  spin->SetInitialSize({parent.FromDIP(76), -1});
  return spin;
}

}  // namespace

WidgetDetails::WidgetDetails(wxWindow& parent, Settings& settings, WidgetBoard& board)
    : wxScrolledWindow(&parent, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                       wxTAB_TRAVERSAL | wxVSCROLL),
      board_(board),
      fields_(new wxPanel(this)),
      what_(new wxStaticText(this, wxID_ANY, kNothing, wxDefaultPosition, wxDefaultSize,
                             wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
      events_(nullptr) {
  SetName("details of the widget");
  what_->SetName("what the widget is");
  make_fields();
  events_ = new TableView(*this, settings, "widget events", event_columns());
  events_->SetMinSize({-1, FromDIP(kEventsHeight)});
  auto* rows = new wxBoxSizer(wxVERTICAL);
  const int gap = FromDIP(kGap);
  rows->Add(what_, wxSizerFlags().Expand().Border(wxALL, gap));
  rows->Add(fields_, wxSizerFlags().Expand().Border(wxALL, gap));
  rows->Add(events_, wxSizerFlags(1).Expand().Border(wxALL, gap));
  SetSizer(rows);
  SetScrollRate(0, FromDIP(8));
  SetMinSize({FromDIP(240), FromDIP(120)});
  bind();
  show_nothing();
}

void WidgetDetails::make_fields() {
  const int gap = FromDIP(kGap);
  auto* grid = new wxFlexGridSizer(3, gap, gap);
  grid->AddGrowableCol(1);
  const auto add = [&](const char* label, wxWindow* field, wxWindow* button, const char* name,
                       const char* tip) {
    auto* text = new wxStaticText(fields_, wxID_ANY, label);
    text->MoveBeforeInTabOrder(field);
    field->SetName(name);
    field->SetToolTip(tip);
    grid->Add(text, wxSizerFlags().CentreVertical());
    grid->Add(field, wxSizerFlags().Expand().CentreVertical());
    if (button == nullptr) {
      grid->AddSpacer(0);
    } else {
      button->SetName(to_wx("do: " + std::string(name)));
      grid->Add(button, wxSizerFlags().CentreVertical());
    }
  };
  const auto text_field = [this](long style) {
    return new wxTextCtrl(fields_, wxID_ANY, "", wxDefaultPosition, wxDefaultSize, style);
  };
  number_ = text_field(wxTE_READONLY);
  add("I&d:", number_, nullptr, "id of the widget", "The number of the object in the core");
  label_ = text_field(wxTE_PROCESS_ENTER);
  relabel_ = new wxButton(fields_, wxID_ANY, "&Relabel");
  relabel_->SetToolTip("Gives the object this label, in the core too (Enter in the field)");
  add("&Name:", label_, relabel_, "label of the widget", "1 to 255 octets");
  make_area(*grid);
  operation_ = new wxComboBox(fields_, wxID_ANY, "test_operation", wxDefaultPosition, wxDefaultSize,
                              0, nullptr, wxTE_PROCESS_ENTER);
  for (const WidgetOperation& operation : widget_operations()) {
    operation_->Append(to_wx(std::string(operation.name)));
  }
  add("&Operation:", operation_, nullptr, "operation",
      "What the object is to do: one of the list, or any other name");
  parameters_ = text_field(wxTE_PROCESS_ENTER);
  invoke_ = new wxButton(fields_, wxID_ANY, "&Invoke");
  invoke_->SetToolTip("Has the object in the core do it (Ctrl+I)");
  add("&Parameters:", parameters_, invoke_, "parameters",
      "Values separated by commas: true, 12 (long long), 1.5 (double), \"text\" (string)");
  result_ = text_field(wxTE_READONLY);
  add("Res&ult:", result_, nullptr, "result", "What the object gave back last");
  fields_->SetSizer(grid);
}

void WidgetDetails::make_area(wxFlexGridSizer& grid) {
  const int longest = WidgetBoard::kLongestSide;
  const int farthest = WidgetBoard::kFarthest;
  const widget_bridge::Size least = WidgetBoard::kSmallest;
  area_ = {
      make_spin(*fields_, "x of the widget", "Its left edge; arrow keys on its grip", 0, farthest),
      make_spin(*fields_, "y of the widget", "Its upper edge; arrow keys on its grip", 0, farthest),
      make_spin(*fields_, "width of the widget", "Shift and arrow keys on its grip", least.width,
                longest),
      make_spin(*fields_, "height of the widget", "Shift and arrow keys on its grip", least.height,
                longest)};
  const auto add = [&](const char* label, wxWindow* first, wxWindow* second) {
    auto* text = new wxStaticText(fields_, wxID_ANY, label);
    text->MoveBeforeInTabOrder(first);
    auto* pair = new wxBoxSizer(wxHORIZONTAL);
    pair->Add(first, wxSizerFlags(1));
    pair->Add(second, wxSizerFlags(1).Border(wxLEFT, FromDIP(kGap)));
    grid.Add(text, wxSizerFlags().CentreVertical());
    grid.Add(pair, wxSizerFlags().Expand());
  };
  add("Pl&ace:", area_[0], area_[1]);
  enabled_ = new wxCheckBox(fields_, wxID_ANY, "&Enabled");
  enabled_->SetName("enabled");
  enabled_->SetToolTip(
      "Whether the control takes clicks and keys (Ctrl+E); the core knows nothing "
      "of it");
  grid.Add(enabled_, wxSizerFlags().CentreVertical());
  add("Si&ze:", area_[2], area_[3]);
  grid.AddSpacer(0);
}

void WidgetDetails::bind() {
  relabel_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { relabel(); });
  label_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { relabel(); });
  enabled_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) {
    if (id_) {
      board_.enable(*id_, enabled_->GetValue());
    }
  });
  for (std::size_t number = 0; number < area_.size(); ++number) {
    area_.at(number)->Bind(wxEVT_SPINCTRL, [this, number](wxSpinEvent&) {
      return number < 2 ? place_changed() : size_changed();
    });
  }
  operation_->Bind(wxEVT_COMBOBOX, [this](wxCommandEvent&) { offer_example(); });
  operation_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { invoke(); });
  parameters_->Bind(wxEVT_TEXT_ENTER, [this](wxCommandEvent&) { invoke(); });
  invoke_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { invoke(); });
}

void WidgetDetails::place_changed() {
  if (id_) {
    board_.move(*id_, {area_[0]->GetValue(), area_[1]->GetValue()});
  }
}

void WidgetDetails::size_changed() {
  if (id_) {
    board_.resize(*id_, {area_[2]->GetValue(), area_[3]->GetValue()});
  }
}

// What the user has written stays.
void WidgetDetails::offer_example() {
  if (from_wx(parameters_->GetValue()) != example_) {
    return;
  }
  const std::string chosen = from_wx(operation_->GetValue());
  for (const WidgetOperation& operation : widget_operations()) {
    if (operation.name == chosen) {
      example_ = std::string(operation.parameters);
      parameters_->ChangeValue(to_wx(example_));
    }
  }
}

void WidgetDetails::relabel() {
  if (id_) {
    board_.relabel(*id_, from_wx(label_->GetValue()));
  }
}

void WidgetDetails::invoke() {
  if (!id_) {
    return;
  }
  try {
    board_.invoke(*id_, from_wx(operation_->GetValue()),
                  parse_parameters(from_wx(parameters_->GetValue())));
  } catch (const std::invalid_argument& error) {
    board_.note(error.what());
  }
}

void WidgetDetails::edit_label() {
  label_->SetFocus();
  label_->SelectAll();
}

void WidgetDetails::focus_operation() {
  operation_->SetFocus();
}

void WidgetDetails::show(std::optional<std::int64_t> id) {
  const BoardWidget* widget = id ? board_.find(*id) : nullptr;
  if (id != id_) {
    id_ = id;
    filled_ = false;
  }
  if (widget == nullptr) {
    return show_nothing();
  }
  show_widget(*widget);
  show_events(*widget);
  filled_ = true;
}

void WidgetDetails::show_nothing() {
  if (!fields_->IsThisEnabled()) {
    return;
  }
  id_.reset();
  fields_->Disable();
  what_->SetLabelText(kNothing);
  what_->UnsetToolTip();
  number_->Clear();
  label_->Clear();
  result_->Clear();
  events_->show({});
}

void WidgetDetails::show_widget(const BoardWidget& widget) {
  const widget_bridge::Widget& now = widget.widget;
  fields_->Enable();
  const wxString what = to_wx(what_it_is(widget));
  if (what != what_->GetLabelText()) {
    what_->SetLabelText(what);
    what_->SetToolTip(what);
  }
  if (!filled_) {
    number_->ChangeValue(to_wx(std::to_string(now.id)));
  }
  // A field changes when what it shows does: what the user is about to write stays.
  if (!filled_ || now.label != shown_.label) {
    label_->ChangeValue(to_wx(now.label));
  }
  if (!filled_ || now.position != shown_.position) {
    area_[0]->SetValue(now.position->x);
    area_[1]->SetValue(now.position->y);
  }
  if (!filled_ || now.size != shown_.size) {
    area_[2]->SetValue(now.size->width);
    area_[3]->SetValue(now.size->height);
  }
  enabled_->SetValue(now.enabled);
  if (to_wx(widget.last_result) != result_->GetValue()) {
    result_->ChangeValue(to_wx(widget.last_result));
  }
  shown_ = now;
}

void WidgetDetails::show_events(const BoardWidget& widget) {
  if (filled_ && widget.events.written() == shown_events_) {
    return;
  }
  shown_events_ = widget.events.written();
  std::vector<Row> rows;
  for (const WidgetEntry& entry : widget.events.entries()) {
    rows.push_back(row_of(entry));
  }
  events_->show(std::move(rows));
}

}  // namespace orbbench::console
