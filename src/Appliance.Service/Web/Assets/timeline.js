// SPDX-License-Identifier: Apache-2.0

/** Where each stage stands on the time line of its job, in percent. Pure. */
export function barsOf(stages) {
  const end = Math.max(1, ...stages.map((stage) => stage.startMs + stage.ms));
  return stages.map((stage) => {
    const left = Math.min(100, Math.max(0, (stage.startMs / end) * 100));
    return { name: stage.name, outcome: stage.outcome, note: stage.note ?? "", ms: stage.ms, left, width: Math.min(100 - left, (stage.ms / end) * 100) };
  });
}
