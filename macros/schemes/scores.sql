{#- All bounds of a scheme's scores in one row: one join instead of one per score.
    Turned so that more is better, as the values are that they are compared with. -#}
{% macro bound_columns(scheme, metrics, last_level) -%}
    {%- for metric in metrics -%}
        {%- set own = "scheme = '" ~ scheme ~ "' and metric = '" ~ metric ~ "'" -%}
        max(case when {{ own }} then is_higher_better end)
            as {{ scheme }}_{{ metric }}_is_higher_better
        {%- for level in range(2, last_level + 1) -%},
        max(
            case
                when not ({{ own }} and level_rank = {{ level }}) then null
                when is_higher_better then lower_bound
                else -upper_bound
            end
        ) as {{ scheme }}_{{ metric }}_{{ level }}
        {%- endfor -%}
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Each bound that is met adds a level; a level that nobody can reach has no bound. -#}
{% macro level_reached(scheme, metric, last_level) -%}
    {%- set bound = 'bounds.' ~ scheme ~ '_' ~ metric -%}
    case when facts.purchase_day_count > 0 then 1
    {%- for level in range(2, last_level + 1) %}
        + case
            when
                case
                    when {{ bound }}_is_higher_better then facts.{{ metric }}
                    else -facts.{{ metric }}
                end >= {{ bound }}_{{ level }}
                then 1
            else 0
        end
    {%- endfor %}
    end
{%- endmacro %}

{% macro rfm_bounds() -%}
    {{ bound_columns('rfm', rfm_metrics(), setting('rfm_bins')) }},
        {{ bound_columns('rfm_value', rfm_metrics(), 2) }}
{%- endmacro %}

{% macro rfm_score_columns() -%}
    {%- for metric, score in rfm_metrics().items() -%}
        {{ level_reached('rfm', metric, setting('rfm_bins')) }} as {{ score }},
        {{ level_reached('rfm_value', metric, 2) }} - 1
            as {{ score | replace('_score', '_bit') }}
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Null for who never bought. -#}
{% macro rfm_code_columns() -%}
    {%- for code, part in {'rfm_cell': 'score', 'rfm_value_code': 'bit'}.items() -%}
        case
            when purchase_day_count > 0
                then concat(
                    recency_{{ part }}, frequency_{{ part }}, monetary_{{ part }}
                )
        end as {{ code }}
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro value_type_bounds() -%}
    {{ bound_columns('value_type', value_type_metrics(), 5) }}
{%- endmacro %}

{#- Null where the value is, and where the metric has no levels, as it tells nobody from
    the others. -#}
{% macro value_type_score_columns() -%}
    {%- for metric, score in value_type_metrics().items() -%}
        case
            when
                facts.{{ metric }} is not null
                and bounds.value_type_{{ metric }}_is_higher_better is not null
                then {{ level_reached('value_type', metric, 5) }}
        end as {{ score }}
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro value_score() -%}
    {%- set scores = [] -%}
    {%- for score in value_type_metrics().values() if score != 'volume_score' -%}
        {%- do scores.append(score) -%}
    {%- endfor -%}
    {{ mean_of_known(scores) }}
{%- endmacro %}

{#- What is not known is not high. -#}
{% macro is_high(score) -%}
    (coalesce({{ score }}, 0) >= {{ setting('high_score') }})
{%- endmacro %}
