#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>

#include "confinement.hpp"
#include "documents.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
namespace fs = std::filesystem;

class KubernetesTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const json& name : kustomization_.at("resources")) {
      for (const json& object : read_yaml(contents_of(folder_ / name.get<std::string>()))) {
        objects_.emplace(object.at("kind").get<std::string>() + "/" +
                             object.at("metadata").at("name").get<std::string>(),
                         object);
      }
    }
  }

  json pod_of(const std::string& object) const {
    const json& spec = objects_.at(object).at("spec");
    return (spec.contains("jobTemplate") ? spec["jobTemplate"].at("spec") : spec)
        .at("template")
        .at("spec");
  }

  const fs::path folder_ = project_folder() / "docker/kubernetes";
  const json kustomization_ = read_yaml(contents_of(folder_ / "kustomization.yaml")).at(0);
  std::map<std::string, json> objects_;
};

TEST_F(KubernetesTest, EachManifestIsListed) {
  std::set<std::string> listed = kustomization_.at("resources");
  listed.insert("kustomization.yaml");
  std::set<std::string> present;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    present.insert(entry.path().filename());
  }
  EXPECT_EQ(present, listed);
}

TEST_F(KubernetesTest, EveryPodIsConfined) {
  EXPECT_THAT(problems_of_pod(pod_of("CronJob/orbbench-soak")), IsEmpty());
  EXPECT_THAT(problems_of_pod(pod_of("Job/orbbench-workers")), IsEmpty());
}

TEST_F(KubernetesTest, EachWayOutOfTheConfinementIsSeen) {
  const json good = pod_of("CronJob/orbbench-soak");
  const std::vector<std::tuple<std::string, json, std::string>> changes{
      {"/securityContext/runAsNonRoot", "false", "it may run as root"},
      {"/securityContext/runAsUser", "0", "its user is not said"},
      {"/securityContext/seccompProfile/type", "Unconfined", "its system calls are not filtered"},
      {"/automountServiceAccountToken", "true", "it has a token of the cluster's"},
      {"/hostPID", "true", "it has hostPID"},
      {"/volumes/0", {{"hostPath", {{"path", "/"}}}}, "it mounts a folder of the node"},
      {"/volumes/1/emptyDir", json::object(), "a folder of its has no limit: reports"},
      {"/containers/0/securityContext/allowPrivilegeEscalation", "true", "it may gain privileges"},
      {"/containers/0/securityContext/readOnlyRootFilesystem", "false",
       "it may write where it runs"},
      {"/containers/0/securityContext/capabilities/drop", json::array(), "it keeps capabilities"},
      {"/containers/0/securityContext/capabilities/add", json::array({"SYS_PTRACE"}),
       "it is given capabilities"},
      {"/containers/0/securityContext/privileged", "true", "it is privileged"},
      {"/containers/0/resources/limits/memory", nullptr, "it has no limit of memory"},
      {"/containers/0/env/0",
       {{"name", "ORBBENCH_RESULTS_URL"}, {"value", "postgresql://a:b@c/"}},
       "its environment holds a secret: ORBBENCH_RESULTS_URL"},
  };
  ASSERT_THAT(problems_of_pod(good), IsEmpty());
  for (const auto& [place, value, problem] : changes) {
    json bad = good;
    bad[json::json_pointer(place)] = value;
    EXPECT_THAT(problems_of_pod(bad), ElementsAre(problem)) << place;
  }
  json unwatched = good;
  unwatched["containers"][0].erase("livenessProbe");
  EXPECT_THAT(problems_of_pod(unwatched), ElementsAre("it has no livenessProbe"));
}

TEST_F(KubernetesTest, ASecretIsReferredToAndNeverWrittenDown) {
  for (const auto& [name, object] : objects_) {
    EXPECT_NE(object.at("kind"), "Secret") << name;
  }
  for (const char* object : {"CronJob/orbbench-soak", "Job/orbbench-workers"}) {
    const json environment = pod_of(object).at("containers").at(0).at("env");
    EXPECT_THAT(
        environment,
        testing::Contains(json{
            {"name", "ORBBENCH_RESULTS_URL"},
            {"valueFrom", {{"secretKeyRef", {{"name", "orbbench-results"}, {"key", "url"}}}}}}))
        << object;
  }
}

TEST_F(KubernetesTest, WhatAPodMountsItHas) {
  for (const char* object : {"CronJob/orbbench-soak", "Job/orbbench-workers"}) {
    const json pod = pod_of(object);
    std::set<std::string> volumes;
    for (const json& volume : pod.at("volumes")) {
      volumes.insert(volume.at("name"));
      if (volume.contains("persistentVolumeClaim")) {
        const std::string claim = volume["persistentVolumeClaim"].at("claimName");
        EXPECT_TRUE(objects_.contains("PersistentVolumeClaim/" + claim)) << claim;
      }
    }
    for (const json& mount : pod.at("containers").at(0).at("volumeMounts")) {
      EXPECT_TRUE(volumes.contains(mount.at("name"))) << object << ": " << mount;
    }
    EXPECT_TRUE(
        objects_.contains("ServiceAccount/" + pod.at("serviceAccountName").get<std::string>()));
    EXPECT_TRUE(objects_.contains(
        "ConfigMap/" +
        pod.at("/containers/0/envFrom/0/configMapRef/name"_json_pointer).get<std::string>()));
  }
}

// One soak at a time, never one twice for a verdict, and killed ones are taken up again.
TEST_F(KubernetesTest, ASoakWithAVerdictIsNotRepeated) {
  const json& soak = objects_.at("CronJob/orbbench-soak").at("spec");
  EXPECT_EQ(soak.at("concurrencyPolicy"), "Forbid");
  const json& job = soak.at("jobTemplate").at("spec");
  const json& verdicts = job.at("/podFailurePolicy/rules/0"_json_pointer);
  EXPECT_EQ(verdicts.at("action"), "FailJob");
  EXPECT_THAT(verdicts.at("/onExitCodes/values"_json_pointer), ElementsAre("1", "2", "3", "64"));
  const json& arguments = job.at("/template/spec/containers/0/args"_json_pointer);
  EXPECT_THAT(arguments, testing::Contains("--duration=28800"));
  EXPECT_GT(std::stoi(job.at("activeDeadlineSeconds").get<std::string>()), 28800);
}

TEST_F(KubernetesTest, WorkersAreIndexed) {
  const json& job = objects_.at("Job/orbbench-workers").at("spec");
  EXPECT_EQ(job.at("completionMode"), "Indexed");
  EXPECT_EQ(job.at("completions"), job.at("parallelism"));
}

TEST_F(KubernetesTest, ThePodsAreFoundByWhoScrapesThemAndClosedToAllOthers) {
  const json& monitor = objects_.at("ServiceMonitor/orbbench").at("spec");
  const json labels = monitor.at("selector").at("matchLabels");
  for (const char* name : {"Service/orbbench-soak", "Service/orbbench-worker"}) {
    const json& service = objects_.at(name);
    EXPECT_EQ(service.at("metadata").at("labels").at("app.kubernetes.io/name"),
              labels.at("app.kubernetes.io/name"));
    EXPECT_EQ(service.at("/spec/ports/0/name"_json_pointer),
              monitor.at("/endpoints/0/port"_json_pointer));
  }
  const json& policy = objects_.at("NetworkPolicy/orbbench").at("spec");
  EXPECT_EQ(policy.at("/podSelector/matchLabels"_json_pointer), labels);
  EXPECT_EQ(policy.at("/ingress/0/ports/0/port"_json_pointer),
            pod_of("CronJob/orbbench-soak").at("/containers/0/ports/0/containerPort"_json_pointer));
  const json& closed = objects_.at("NetworkPolicy/closed").at("spec");
  EXPECT_THAT(closed.at("policyTypes"), ElementsAre("Ingress", "Egress"));
  EXPECT_FALSE(closed.contains("ingress") || closed.contains("egress"));
}

}  // namespace
}  // namespace orbbench::tests
