#include "widgets/widget_create_bar.hpp"

#include <gtk/gtk.h>
#include <wx/button.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include "text.hpp"

namespace orbbench::console {
namespace {

constexpr int kGap = 6;

wxArrayString type_names() {
  wxArrayString names;
  for (int type = 0; type <= static_cast<int>(widget_bridge::WidgetType::FailingWidget); ++type) {
    const auto name = widget_bridge::name_of(static_cast<widget_bridge::WidgetType>(type));
    names.Add(widget_bridge::to_wx(std::string(name)));
  }
  return names;
}

void add(wxSizer& row, wxWindow& parent, const char* label, wxWindow* field, const char* name,
         const char* tip, int share) {
  auto* text = new wxStaticText(&parent, wxID_ANY, label);
  text->MoveBeforeInTabOrder(field);  // so that its mnemonic leads to the field
  field->SetName(name);
  field->SetToolTip(tip);
  const int gap = parent.FromDIP(kGap);
  row.Add(text, wxSizerFlags().CentreVertical().Border(wxLEFT, gap));
  row.Add(field, wxSizerFlags(share).CentreVertical().Border(wxLEFT, gap));
}

}  // namespace

WidgetCreateBar::WidgetCreateBar(wxWindow& parent, const std::function<void()>& create)
    : wxPanel(&parent),
      type_(new wxChoice(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, type_names())),
      label_(
          new wxTextCtrl(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize, wxTE_PROCESS_ENTER)),
      secret_(new wxTextCtrl(this, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                             wxTE_PASSWORD | wxTE_PROCESS_ENTER)) {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  add(*row, *this, "&Type:", type_, "type of the new widget", "What the widget is to be", 0);
  add(*row, *this, "La&bel:", label_, "label of the new widget", "1 to 255 octets", 2);
  add(*row, *this, "&Secret:", secret_, "secret of the new widget",
      "Sensitive data that the core keeps until the widget is destroyed; wiped here once it is "
      "sent. May be left empty",
      1);
  auto* button = new wxButton(this, wxID_ANY, "&Create");
  button->SetName("create the widget");
  button->SetToolTip("Makes the object in the core, and its control below (Ctrl+Shift+N)");
  row->Add(button, wxSizerFlags().CentreVertical().Border(wxALL, FromDIP(kGap)));
  SetSizer(row);
  type_->SetSelection(0);
  const auto wanted = [create](wxCommandEvent&) { create(); };
  button->Bind(wxEVT_BUTTON, wanted);
  label_->Bind(wxEVT_TEXT_ENTER, wanted);
  secret_->Bind(wxEVT_TEXT_ENTER, wanted);
}

widget_bridge::WidgetType WidgetCreateBar::type() const {
  return static_cast<widget_bridge::WidgetType>(type_->GetSelection());
}

std::string WidgetCreateBar::label() const {
  return widget_bridge::from_wx(label_->GetValue());
}

// Past wxTextCtrl, whose strings would leave copies behind. GTK overwrites what leaves its buffer.
WidgetSecret WidgetCreateBar::take_secret() {
  auto* entry = GTK_ENTRY(secret_->GetHandle());
  WidgetSecret secret{std::string_view(gtk_entry_get_text(entry))};
  gtk_entry_set_text(entry, "");
  return secret;
}

void WidgetCreateBar::focus() {
  label_->SetFocus();
  label_->SelectAll();
}

}  // namespace orbbench::console
