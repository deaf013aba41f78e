#include "basic_controls.hpp"

#include <gtk/gtk.h>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/panel.h>
#include <wx/settings.h>
#include <wx/sizer.h>
#include <wx/slider.h>
#include <wx/statbox.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <utility>

#include "orbbench/widget_bridge/control_stage.hpp"
#include "text.hpp"

namespace orbbench::widget_bridge {
namespace {

constexpr int kMargin = 4;
constexpr int kSliderEnd = 100;

// wx has this for wxStaticText alone; GTK would cut such a label at both ends, or refuse to be so
// narrow.
void shorten_at_the_end(GtkWidget* label) {
  if (GTK_IS_LABEL(label)) {
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  }
}

// The text that stands in an empty field: GTK's own has a contrast of about 3:1.
void make_hint_legible(GtkWidget* entry) {
  constexpr const char* kColour =
      "@define-color placeholder_text_color mix(@theme_text_color, @theme_base_color, 0.25);";
  GtkCssProvider* style = gtk_css_provider_new();
  gtk_css_provider_load_from_data(style, kColour, -1, nullptr);
  gtk_style_context_add_provider(gtk_widget_get_style_context(entry), GTK_STYLE_PROVIDER(style),
                                 GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref(style);
}

// The value of that kind, or the kind's own empty one for a widget that has none so far.
template <class Value>
std::optional<Value> value_or_empty(const ControlValue& value) {
  if (std::holds_alternative<std::monostate>(value)) {
    return Value{};
  }
  const Value* held = std::get_if<Value>(&value);
  return held == nullptr ? std::nullopt : std::optional<Value>(*held);
}

class Button : public Control {
 public:
  explicit Button(wxWindow& parent)
      : Button(new wxButton(&parent, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                            wxBU_EXACTFIT)) {}

 private:
  explicit Button(wxButton* button) : Control(WidgetType::Button, button), button_(button) {}

  void set_label(const wxString& label) override {
    button_->SetLabelText(label);
    shorten_at_the_end(gtk_bin_get_child(GTK_BIN(button_->GetHandle())));
  }
  void click() override {
    if (button_->IsThisEnabled()) {
      gtk_button_clicked(GTK_BUTTON(button_->GetHandle()));
    }
  }

  wxButton* button_;
};

class Label : public Control {
 public:
  explicit Label(wxWindow& parent)
      : Label(new wxStaticText(&parent, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                               wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)) {}

 private:
  explicit Label(wxStaticText* text) : Control(WidgetType::Label, text), text_(text) {}

  void set_label(const wxString& label) override { text_->SetLabelText(label); }
  void press_key(wxChar) override { refuse("takes no keys"); }

  wxStaticText* text_;
};

class Textbox : public Control {
 public:
  explicit Textbox(wxWindow& parent) : Textbox(new wxTextCtrl(&parent, wxID_ANY)) {
    text_->SetMaxLength(ControlStage::kMaxTextCharacters);
  }

  ControlValue value() const override { return from_wx(text_->GetValue()); }
  void follow_theme() override {
    if (!std::exchange(follows_, true)) {
      make_hint_legible(text_->GetHandle());
    }
  }

 private:
  explicit Textbox(wxTextCtrl* text) : Control(WidgetType::Textbox, text), text_(text) {}

  void set_label(const wxString& label) override { text_->SetHint(label); }
  void set_value(const ControlValue& value) override { text_->ChangeValue(checked(value)); }
  void enter_value(const ControlValue& value) override {
    const wxString text = checked(value);
    if (text_->IsThisEnabled()) {
      text_->SetValue(text);
    }
  }

  void press_key(wxChar letter) override {
    if (!text_->IsThisEnabled()) {
      return;
    }
    wxKeyEvent event(wxEVT_CHAR);
    event.m_uniChar = letter == L'\b' || letter == L'\r' ? 0 : letter;
    event.m_keyCode = letter == L'\b' ? WXK_BACK : WXK_NONE;
    text_->SetInsertionPointEnd();
    text_->EmulateKeyPress(event);
  }

  wxString checked(const ControlValue& value) const {
    const auto text = value_or_empty<std::string>(value);
    if (!text) {
      refuse("has a text as its value");
    }
    wxString result = to_wx(*text);
    if (result.length() > ControlStage::kMaxTextCharacters) {
      refuse("holds 4096 characters at the most");
    }
    return result;
  }

  wxTextCtrl* text_;
  bool follows_ = false;
};

class Checkbox : public Control {
 public:
  explicit Checkbox(wxWindow& parent)
      : Checkbox(new wxCheckBox(&parent, wxID_ANY, wxEmptyString)) {}

  ControlValue value() const override { return box_->GetValue(); }

 private:
  explicit Checkbox(wxCheckBox* box) : Control(WidgetType::Checkbox, box), box_(box) {}

  void set_label(const wxString& label) override {
    box_->SetLabelText(label);
    shorten_at_the_end(gtk_bin_get_child(GTK_BIN(box_->GetHandle())));
  }
  void set_value(const ControlValue& value) override { box_->SetValue(checked(value)); }
  void enter_value(const ControlValue& value) override {
    if (checked(value) != box_->GetValue()) {
      click();
    }
  }
  void click() override {
    if (box_->IsThisEnabled()) {
      gtk_button_clicked(GTK_BUTTON(box_->GetHandle()));
    }
  }
  void press_key(wxChar letter) override {
    if (letter == L' ') {
      click();
    }
  }

  bool checked(const ControlValue& value) const {
    const auto tick = value_or_empty<bool>(value);
    if (!tick) {
      refuse("has true or false as its value");
    }
    return *tick;
  }

  wxCheckBox* box_;
};

class Slider : public Control {
 public:
  explicit Slider(wxWindow& parent) : Slider(new wxPanel(&parent)) {}

  ControlValue value() const override { return slider_->GetValue(); }

 private:
  explicit Slider(wxPanel* panel)
      : Control(WidgetType::Slider, panel),
        caption_(new wxStaticText(panel, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                                  wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
        slider_(new wxSlider(panel, wxID_ANY, 0, 0, kSliderEnd)) {
    auto* rows = new wxBoxSizer(wxVERTICAL);
    rows->Add(caption_, wxSizerFlags().Expand().Border(wxLEFT | wxRIGHT | wxTOP, kMargin));
    rows->Add(slider_, wxSizerFlags(1).Expand());
    panel->SetSizer(rows);
  }

  void set_label(const wxString& label) override { caption_->SetLabelText(label); }
  void set_value(const ControlValue& value) override { slider_->SetValue(checked(value)); }
  void enter_value(const ControlValue& value) override {
    const int position = checked(value);
    if (window().IsThisEnabled()) {
      gtk_range_set_value(GTK_RANGE(slider_->GetHandle()), position);
    }
  }

  int checked(const ControlValue& value) const {
    const auto position = value_or_empty<int>(value);
    if (!position || *position < 0 || *position > kSliderEnd) {
      refuse("has a whole number from 0 to 100 as its value");
    }
    return *position;
  }

  wxStaticText* caption_;
  wxSlider* slider_;
};

class Panel : public Control {
 public:
  explicit Panel(wxWindow& parent)
      : Panel(new wxPanel(&parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_SUNKEN)) {}

  // It was given its background once and for all.
  void follow_theme() override {
    window().SetBackgroundColour(wxSystemSettings::GetColour(wxSYS_COLOUR_WINDOW));
  }

 private:
  explicit Panel(wxPanel* panel)
      : Control(WidgetType::Panel, panel),
        caption_(new wxStaticText(panel, wxID_ANY, wxEmptyString, wxDefaultPosition, wxDefaultSize,
                                  wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)) {
    auto* rows = new wxBoxSizer(wxVERTICAL);
    rows->Add(caption_, wxSizerFlags().Expand().Border(wxALL, kMargin));
    panel->SetSizer(rows);
    panel->SetBackgroundColour(wxSystemSettings::GetColour(wxSYS_COLOUR_WINDOW));
  }

  void set_label(const wxString& label) override { caption_->SetLabelText(label); }
  void press_key(wxChar) override { refuse("takes no keys"); }

  wxStaticText* caption_;
};

class Container : public Control {
 public:
  explicit Container(wxWindow& parent)
      : Container(new wxStaticBox(&parent, wxID_ANY, wxEmptyString)) {}

 private:
  explicit Container(wxStaticBox* box) : Control(WidgetType::Container, box), box_(box) {}

  void set_label(const wxString& label) override {
    box_->SetLabel(wxControl::EscapeMnemonics(label));
    shorten_at_the_end(gtk_frame_get_label_widget(GTK_FRAME(box_->GetHandle())));
  }
  void press_key(wxChar) override { refuse("takes no keys"); }

  wxStaticBox* box_;
};

}  // namespace

std::unique_ptr<Control> make_button(wxWindow& parent) {
  return std::make_unique<Button>(parent);
}
std::unique_ptr<Control> make_label(wxWindow& parent) {
  return std::make_unique<Label>(parent);
}
std::unique_ptr<Control> make_textbox(wxWindow& parent) {
  return std::make_unique<Textbox>(parent);
}
std::unique_ptr<Control> make_checkbox(wxWindow& parent) {
  return std::make_unique<Checkbox>(parent);
}
std::unique_ptr<Control> make_slider(wxWindow& parent) {
  return std::make_unique<Slider>(parent);
}
std::unique_ptr<Control> make_panel(wxWindow& parent) {
  return std::make_unique<Panel>(parent);
}
std::unique_ptr<Control> make_container(wxWindow& parent) {
  return std::make_unique<Container>(parent);
}

}  // namespace orbbench::widget_bridge
