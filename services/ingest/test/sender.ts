import { type Detections, topicOf } from '@selaras/shared'
import mqtt, { type MqttClient } from 'mqtt'

export const corridorId = 'test'

/** A second of detections of one intersection without any reading. */
export const detectionsOf = (seq: number, nowMs: number, bootAtMs = 1000): Detections => ({
  schemaVersion: 1,
  bootAtMs,
  seq,
  producedAtMs: nowMs,
  intervalEndAtMs: nowMs,
  intervalSeconds: 1,
  readings: []
})

export const connectSender = (url: string): Promise<MqttClient> => mqtt.connectAsync(url, { protocolVersion: 5 })

export const sendDetections = (client: MqttClient, intersectionId: string, message: Detections) =>
  client.publishAsync(topicOf({ corridorId, intersectionId }, 'detections'), JSON.stringify(message), { qos: 1 })

/** Value of one series in Prometheus text; 0 when it is not there. */
export async function readMetric(url: string, series: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const line = text.split('\n').find(entry => entry.startsWith(`${series} `))
  return line === undefined ? 0 : Number(line.slice(series.length + 1))
}
