#pragma once

#include <wx/control.h>

#include <functional>
#include <memory>
#include <string>

#include "console/chart.hpp"
#include "console/chart_window.hpp"

namespace orbbench::console {

/// A chart that follows its latest point. Mouse: the wheel zooms, a drag scrolls, a move reads the
/// lines. Keys: Left and Right move the reading cursor, with Shift they scroll, Plus and Minus
/// zoom, Home and End go to the first and the latest point, Escape follows the latest again and
/// shows all. On the UI thread.
class ChartView : public wxControl {
 public:
  /// `name` is its accessible name: "Latency over time".
  ChartView(wxWindow& parent, const std::string& name);
  ~ChartView() override;

  /// Replaces what is shown; what the user zoomed in on stays. Draws at the next paint.
  void show(Chart chart);
  const Chart& chart() const;

  /// How much of the latest is shown, in x; 0 for all.
  void set_span(double span);
  ChartWindow& window();

  /// One sentence a line; also its accessible description.
  std::string summary() const;
  /// What the lines are where the cursor is; empty without a cursor.
  std::string reading() const;

  /// Draws it as it is seen, at twice the size (PNG), or as vectors (SVG). Throws
  /// std::runtime_error naming the file that cannot be written.
  void write_png(const std::string& file) const;
  void write_svg(const std::string& file) const;
  void write_csv(const std::string& file) const;

  /// Asks where to, and writes PNG, SVG or CSV by the file's ending; trouble is told in one line.
  void export_file(const std::function<void(const std::string&)>& trouble);

 protected:
  wxSize DoGetBestClientSize() const override;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::console
