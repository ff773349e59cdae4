package factbook

import (
	"slices"
	"strings"
)

// treaty is an environmental agreement that the Factbook selects.
type treaty struct {
	label   string // as the Factbook writes it
	id      string // without "agreement:"
	name    string
	aliases []string
	// pending is true where the treaty is not in force, so that to be a party is to have ratified it.
	pending bool
}

// airPollution begins the names of the protocols to the convention.
const airPollution = "Protocol to the 1979 Convention on Long-range Transboundary Air Pollution "

// treaties are named as their depositaries name them; the labels are the Factbook's.
var treaties = []treaty{
	{label: "Air Pollution", id: "lrtap-convention", name: "Convention on Long-range Transboundary Air Pollution",
		aliases: []string{"LRTAP", "CLRTAP"}},
	{label: "Air Pollution-Heavy Metals", id: "lrtap-heavy-metals-protocol", name: airPollution + "on Heavy Metals",
		aliases: []string{"Aarhus Protocol on Heavy Metals"}},
	{label: "Air Pollution-Multi-effect Protocol", id: "gothenburg-protocol",
		name:    airPollution + "to Abate Acidification, Eutrophication and Ground-level Ozone",
		aliases: []string{"Gothenburg Protocol"}},
	{label: "Air Pollution-Nitrogen Oxides", id: "lrtap-nitrogen-oxides-protocol",
		name:    airPollution + "concerning the Control of Emissions of Nitrogen Oxides or their Transboundary Fluxes",
		aliases: []string{"Sofia Protocol"}},
	{label: "Air Pollution-Persistent Organic Pollutants", id: "lrtap-pops-protocol",
		name: airPollution + "on Persistent Organic Pollutants"},
	{label: "Air Pollution-Sulphur 85", id: "lrtap-sulphur-protocol-1985",
		name:    airPollution + "on the Reduction of Sulphur Emissions or their Transboundary Fluxes by at least 30 per cent",
		aliases: []string{"Helsinki Protocol"}},
	{label: "Air Pollution-Sulphur 94", id: "lrtap-sulphur-protocol-1994",
		name: airPollution + "on Further Reduction of Sulphur Emissions", aliases: []string{"Oslo Protocol"}},
	{label: "Air Pollution-Volatile Organic Compounds", id: "lrtap-voc-protocol",
		name: airPollution + "concerning the Control of Emissions of Volatile Organic Compounds or their " +
			"Transboundary Fluxes",
		aliases: []string{"Geneva Protocol on Volatile Organic Compounds"}},
	{label: "Antarctic Seals", id: "antarctic-seals-convention",
		name:    "Convention for the Conservation of Antarctic Seals",
		aliases: []string{"CCAS"}},
	{label: "Antarctic Treaty", id: "antarctic-treaty", name: "Antarctic Treaty"},
	{label: "Antarctic-Environmental Protection", id: "antarctic-environmental-protocol",
		name: "Protocol on Environmental Protection to the Antarctic Treaty", aliases: []string{"Madrid Protocol"}},
	{label: "Antarctic-Marine Living Resources", id: "antarctic-marine-living-resources-convention",
		name: "Convention on the Conservation of Antarctic Marine Living Resources", aliases: []string{"CAMLR Convention"}},
	{label: "Biodiversity", id: "convention-on-biological-diversity", name: "Convention on Biological Diversity",
		aliases: []string{"CBD"}},
	{label: "Climate Change", id: "unfccc", name: "United Nations Framework Convention on Climate Change",
		aliases: []string{"UNFCCC"}},
	{label: "Climate Change-Kyoto Protocol", id: "kyoto-protocol",
		name:    "Kyoto Protocol to the United Nations Framework Convention on Climate Change",
		aliases: []string{"Kyoto Protocol"}},
	{label: "Climate Change-Paris Agreement", id: "paris-agreement", name: "Paris Agreement",
		aliases: []string{"Paris Climate Agreement"}},
	{label: "Comprehensive Nuclear Test Ban", id: "comprehensive-nuclear-test-ban-treaty",
		name: "Comprehensive Nuclear-Test-Ban Treaty", aliases: []string{"CTBT"}, pending: true},
	{label: "Desertification", id: "desertification-convention", name: "United Nations Convention to Combat " +
		"Desertification in Those Countries Experiencing Serious Drought and/or Desertification, Particularly in Africa",
		aliases: []string{"UNCCD"}},
	{label: "Endangered Species", id: "cites",
		name:    "Convention on International Trade in Endangered Species of Wild Fauna and Flora",
		aliases: []string{"CITES"}},
	{label: "Environmental Modification", id: "environmental-modification-convention", name: "Convention on the " +
		"Prohibition of Military or Any Other Hostile Use of Environmental Modification Techniques",
		aliases: []string{"ENMOD"}},
	{label: "Hazardous Wastes", id: "basel-convention",
		name:    "Basel Convention on the Control of Transboundary Movements of Hazardous Wastes and their Disposal",
		aliases: []string{"Basel Convention"}},
	{label: "Law of the Sea", id: "law-of-the-sea-convention", name: "United Nations Convention on the Law of the Sea",
		aliases: []string{"UNCLOS"}},
	{label: "Marine Dumping-London Convention", id: "london-dumping-convention", name: "Convention on the Prevention of " +
		"Marine Pollution by Dumping of Wastes and Other Matter", aliases: []string{"London Convention"}},
	{label: "Marine Dumping-London Protocol", id: "london-dumping-protocol", name: "1996 Protocol to the Convention on " +
		"the Prevention of Marine Pollution by Dumping of Wastes and Other Matter", aliases: []string{"London Protocol"}},
	{label: "Marine Life Conservation", id: "high-seas-fishing-convention",
		name: "Convention on Fishing and Conservation of the Living Resources of the High Seas"},
	{label: "Nuclear Test Ban", id: "partial-test-ban-treaty", name: "Treaty Banning Nuclear Weapon Tests in the " +
		"Atmosphere, in Outer Space and Under Water", aliases: []string{"Partial Test Ban Treaty", "PTBT"}},
	{label: "Ozone Layer Protection", id: "montreal-protocol",
		name: "Montreal Protocol on Substances that Deplete the Ozone Layer", aliases: []string{"Montreal Protocol"}},
	{label: "Ship Pollution", id: "marpol", name: "International Convention for the Prevention of Pollution from Ships, " +
		"as modified by the Protocol of 1978", aliases: []string{"MARPOL 73/78", "MARPOL"}},
	{label: "Tropical Timber 2006", id: "tropical-timber-agreement-2006",
		name: "International Tropical Timber Agreement, 2006", aliases: []string{"ITTA 2006"}},
	{label: "Wetlands", id: "ramsar-convention", name: "Convention on Wetlands of International Importance especially " +
		"as Waterfowl Habitat", aliases: []string{"Ramsar Convention"}},
	{label: "Whaling", id: "whaling-convention", name: "International Convention for the Regulation of Whaling",
		aliases: []string{"ICRW"}},
}

// readTreaties reads a list of labels. Labels that stand for no treaty of the table are given as they stand.
func readTreaties(text string) (found []treaty, left []string) {
	for _, label := range cut(plain(text), ",;") {
		if strings.HasPrefix(label, "none") {
			continue
		}
		key := strings.NewReplacer("Sulfur", "Sulphur", "- ", "-").Replace(label)
		i := slices.IndexFunc(treaties, func(t treaty) bool { return t.label == key })
		if i < 0 {
			left = append(left, label)
			continue
		}
		found = append(found, treaties[i])
	}
	return found, left
}
