#include "run_rows.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>

#include "hexadecimal.hpp"
#include "number_text.hpp"

namespace orbbench::store {
namespace {

/// A PostgreSQL array, as text.
class ArrayText {
 public:
  void add(const std::string& element) {
    text_ += text_.size() == 1 ? "\"" : ",\"";
    for (const char letter : element) {
      if (letter == '"' || letter == '\\') {
        text_ += '\\';
      }
      text_ += letter;
    }
    text_ += '"';
  }
  std::string text() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

/// One statement for each table, however many rows there are.
pqxx::result read(pqxx::transaction_base& work, const std::string& columns,
                  const std::string& table, const std::string& uuid) {
  return work.exec_params(
      "SELECT " + columns + " FROM orbbench." + table + " WHERE run_id = $1::uuid ORDER BY ordinal",
      uuid);
}

void insert_fingerprint(pqxx::transaction_base& work, const StoredRun& run) {
  ArrayText keys;
  ArrayText values;
  for (const auto& [key, value] : run.fingerprint) {
    keys.add(key);
    values.add(value);
  }
  work.exec_params0(
      "INSERT INTO orbbench.fingerprints (run_id, ordinal, key, value) SELECT $1::uuid, n, key, "
      "value FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS rows (key, value, n)",
      run.uuid, keys.text(), values.text());
}

void insert_checks(pqxx::transaction_base& work, const StoredRun& run) {
  ArrayText names;
  ArrayText verdicts;
  ArrayText summaries;
  ArrayText evidence;
  for (const StoredCheck& check : run.checks) {
    names.add(check.name);
    verdicts.add(check.verdict);
    summaries.add(check.summary);
    evidence.add(nlohmann::json(check.evidence).dump());
  }
  work.exec_params0(
      "INSERT INTO orbbench.checks (run_id, ordinal, name, verdict, summary, evidence) SELECT "
      "$1::uuid, n, name, verdict, summary, evidence FROM unnest($2::text[], $3::text[], "
      "$4::text[], $5::jsonb[]) WITH ORDINALITY AS rows (name, verdict, summary, evidence, n)",
      run.uuid, names.text(), verdicts.text(), summaries.text(), evidence.text());
}

void insert_figures(pqxx::transaction_base& work, const StoredRun& run) {
  ArrayText checks;
  ArrayText names;
  ArrayText units;
  ArrayText values;
  for (const StoredFigure& figure : run.figures) {
    checks.add(figure.check);
    names.add(figure.name);
    units.add(figure.unit);
    values.add(number_text(figure.value));
  }
  work.exec_params0(
      "INSERT INTO orbbench.figures (run_id, ordinal, check_name, name, unit, value) SELECT "
      "$1::uuid, n, check_name, name, unit, value FROM unnest($2::text[], $3::text[], $4::text[], "
      "$5::float8[]) WITH ORDINALITY AS rows (check_name, name, unit, value, n)",
      run.uuid, checks.text(), names.text(), units.text(), values.text());
}

void insert_histograms(pqxx::transaction_base& work, const StoredRun& run) {
  ArrayText names;
  ArrayText octets;
  for (const StoredHistogram& histogram : run.histograms) {
    names.add(histogram.name);
    octets.add("\\x" + to_hex(histogram.octets));
  }
  work.exec_params0(
      "INSERT INTO orbbench.histograms (run_id, ordinal, name, octets) SELECT $1::uuid, n, name, "
      "octets FROM unnest($2::text[], $3::bytea[]) WITH ORDINALITY AS rows (name, octets, n)",
      run.uuid, names.text(), octets.text());
}

void insert_points(pqxx::transaction_base& work, const StoredRun& run) {
  ArrayText series;
  ArrayText places;
  ArrayText values;
  for (const SeriesPoint& point : run.points) {
    series.add(point.series);
    places.add(number_text(point.at));
    values.add(number_text(point.value));
  }
  work.exec_params0(
      "INSERT INTO orbbench.series_points (run_id, ordinal, series, at, value) SELECT $1::uuid, n, "
      "series, at, value FROM unnest($2::text[], $3::float8[], $4::float8[]) WITH ORDINALITY AS "
      "rows (series, at, value, n)",
      run.uuid, series.text(), places.text(), values.text());
}

void insert_tables(pqxx::transaction_base& work, const StoredRun& run) {
  ArrayText checks;
  ArrayText names;
  ArrayText columns;
  ArrayText rows;
  for (const StoredTable& table : run.tables) {
    checks.add(table.check);
    names.add(table.name);
    columns.add(nlohmann::json(table.columns).dump());
    rows.add(nlohmann::json(table.rows).dump());
  }
  work.exec_params0(
      "INSERT INTO orbbench.tables (run_id, ordinal, check_name, name, columns, rows) SELECT "
      "$1::uuid, n, check_name, name, columns, rows FROM unnest($2::text[], $3::text[], "
      "$4::jsonb[], $5::jsonb[]) WITH ORDINALITY AS rows (check_name, name, columns, rows, n)",
      run.uuid, checks.text(), names.text(), columns.text(), rows.text());
}

double number_of(const pqxx::field& field) {
  return parse_number(field.c_str());
}

}  // namespace

void insert_rows(pqxx::transaction_base& work, const StoredRun& run) {
  insert_fingerprint(work, run);
  insert_checks(work, run);
  insert_figures(work, run);
  insert_histograms(work, run);
  insert_points(work, run);
  insert_tables(work, run);
}

void read_rows(pqxx::transaction_base& work, StoredRun& run) {
  for (const auto& row : read(work, "key, value", "fingerprints", run.uuid)) {
    run.fingerprint[row[0].as<std::string>()] = row[1].as<std::string>();
  }
  for (const auto& row : read(work, "name, verdict, summary, evidence", "checks", run.uuid)) {
    run.checks.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                          row[2].as<std::string>(), nlohmann::json::parse(row[3].c_str())});
  }
  for (const auto& row : read(work, "check_name, name, unit, value", "figures", run.uuid)) {
    run.figures.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                           row[2].as<std::string>(), number_of(row[3])});
  }
  for (const auto& row : read(work, "name, encode(octets, 'hex')", "histograms", run.uuid)) {
    run.histograms.push_back({row[0].as<std::string>(), *from_hex(row[1].c_str())});
  }
  for (const auto& row : read(work, "series, at, value", "series_points", run.uuid)) {
    run.points.push_back({row[0].as<std::string>(), number_of(row[1]), number_of(row[2])});
  }
  for (const auto& row : read(work, "check_name, name, columns, rows", "tables", run.uuid)) {
    run.tables.push_back({row[0].as<std::string>(), row[1].as<std::string>(),
                          nlohmann::json::parse(row[2].c_str()),
                          nlohmann::json::parse(row[3].c_str())});
  }
}

}  // namespace orbbench::store
