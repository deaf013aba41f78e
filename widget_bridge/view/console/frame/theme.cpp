#include "frame/theme.hpp"

#include <gtk/gtk.h>
#include <wx/settings.h>

#include <string>

#include "charts/palette.hpp"

namespace orbbench::console {
namespace {

/// A field goes on drawing its hint in the colour that it looked up for it.
void set_hint_anew(GtkWidget* widget, gpointer) {
  if (GTK_IS_ENTRY(widget)) {
    const char* text = gtk_entry_get_placeholder_text(GTK_ENTRY(widget));
    const std::string hint = text == nullptr ? "" : text;
    gtk_entry_set_placeholder_text(GTK_ENTRY(widget), nullptr);
    gtk_entry_set_placeholder_text(GTK_ENTRY(widget), hint.c_str());
  }
  if (GTK_IS_CONTAINER(widget)) {
    gtk_container_forall(GTK_CONTAINER(widget), set_hint_anew, nullptr);
  }
}

/// What stands in an empty field: GTK's own grey has a contrast of 3.9:1 with it.
void make_hints_legible() {
  static GtkCssProvider* const style = [] {
    GtkCssProvider* provider = gtk_css_provider_new();
    gtk_style_context_add_provider_for_screen(gdk_screen_get_default(),
                                              GTK_STYLE_PROVIDER(provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    return provider;
  }();
  gtk_css_provider_load_from_data(style,
                                  is_dark() ? "@define-color placeholder_text_color #b4b4b4;"
                                            : "@define-color placeholder_text_color #666666;",
                                  -1, nullptr);
  GList* windows = gtk_window_list_toplevels();
  g_list_foreach(
      windows, [](gpointer window, gpointer) { set_hint_anew(GTK_WIDGET(window), {}); }, nullptr);
  g_list_free(windows);
}

}  // namespace

std::string_view name_of(Theme theme) {
  switch (theme) {
    case Theme::Light:
      return "light";
    case Theme::Dark:
      return "dark";
    case Theme::System:
      break;
  }
  return "system";
}

Theme theme_named(std::string_view name) {
  for (const Theme theme : {Theme::Light, Theme::Dark}) {
    if (name_of(theme) == name) {
      return theme;
    }
  }
  return Theme::System;
}

void apply(Theme theme) {
  GtkSettings* settings = gtk_settings_get_default();
  constexpr const char* kDark = "gtk-application-prefer-dark-theme";
  if (theme == Theme::System) {
    gtk_settings_reset_property(settings, kDark);
  } else {
    g_object_set(settings, kDark, theme == Theme::Dark ? TRUE : FALSE, nullptr);
  }
  // wx keeps the colours that it has asked for, and tells the windows of new ones, by this alone.
  g_object_notify(G_OBJECT(settings), "gtk-theme-name");
  make_hints_legible();
}

bool is_dark() {
  return wxSystemSettings::GetAppearance().IsUsingDarkBackground();
}

wxColour legible_on(const wxColour& background, const wxColour& wanted) {
  constexpr double kLegible = 4.5;
  if (contrast(background, wanted) >= kLegible) {
    return wanted;
  }
  return contrast(background, *wxBLACK) >= kLegible ? *wxBLACK : *wxWHITE;
}

wxColour colour_of(Row::Mark mark) {
  const bool dark = is_dark();
  switch (mark) {
    case Row::Mark::Good:
      return dark ? wxColour(0x7f, 0xd4, 0x8a) : wxColour(0x1b, 0x6e, 0x20);
    case Row::Mark::Warning:
      return dark ? wxColour(0xf0, 0xb9, 0x5a) : wxColour(0x8a, 0x53, 0x00);
    case Row::Mark::Bad:
      return dark ? wxColour(0xff, 0x8f, 0x85) : wxColour(0xb3, 0x26, 0x1e);
    case Row::Mark::None:
      break;
  }
  return wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOXTEXT);
}

}  // namespace orbbench::console
