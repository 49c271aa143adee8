import type { TrueReading } from './compare.ts';

/** What truth.json says of one IPP recording: in words of its own. */
export interface TrueIpp {
  file: string;
  make_and_model: string | null;
  device_id_mfg: string | null;
  device_id_mdl: string | null;
  serial: string | null;
  impressions_completed: number | null;
  markers: {
    index: number;
    name: string;
    color: string;
    type: string;
    status: string;
    percent_as_reported: number | null;
    receptacle: boolean;
  }[];
}

const COLOURS: Record<string, string> = {
  '#000000': 'black',
  '#00FFFF': 'cyan',
  '#FF00FF': 'magenta',
  '#FFFF00': 'yellow',
};

/** The same in the words of the SNMP ones: positions from 1, colours by name, of receptacles the room that remains. */
export function toTrueReading(truth: TrueIpp): TrueReading {
  return {
    file: truth.file,
    vendor: truth.device_id_mfg,
    model: truth.device_id_mdl ?? truth.make_and_model,
    serial: truth.serial,
    page_count: truth.impressions_completed,
    page_count_unit: truth.impressions_completed === null ? null : 'impressions',
    supplies: truth.markers.map(({ index, name, color, type, status, percent_as_reported: told, receptacle }) => ({
      index: String(index + 1),
      description: name,
      type_or_inferred: type,
      class_or_inferred: receptacle ? 'receptacleThatIsFilled' : 'supplyThatIsConsumed',
      colorant: COLOURS[color] ?? null,
      part_number_in_description: null,
      status,
      percent_remaining: told !== null && receptacle ? 100 - told : told,
    })),
  };
}
