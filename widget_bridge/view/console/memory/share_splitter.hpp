#pragma once

#include <wx/splitter.h>

#include <string>

#include "console/settings.hpp"

namespace orbbench::console {

/// Two windows with a sash between them that keeps its share of the space, whatever the size: the
/// user moves it, the settings remember it.
class ShareSplitter : public wxSplitterWindow {
 public:
  /// `percent`: the usual share of the first window. The settings must outlive it.
  ShareSplitter(wxWindow& parent, Settings& settings, std::string key, int percent);

  void split(wxOrientation orientation, wxWindow& first, wxWindow& second);

 private:
  int space() const;
  int needed_by(const wxWindow& pane) const;
  void place_sash();

  Settings& settings_;
  std::string key_;
  int percent_;
};

}  // namespace orbbench::console
